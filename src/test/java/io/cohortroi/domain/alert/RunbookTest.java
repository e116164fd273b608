package io.cohortroi.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever is woken by an alert finds its page, and finds on it what to do. */
class RunbookTest {
    @ParameterizedTest
    @EnumSource(AlertRule.class)
    void shouldHaveAPageForEveryRule(AlertRule rule) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(rule.runbook()));

        assertThat(lines).first().isEqualTo("# " + rule.id());
        assertThat(lines.stream().filter(line -> line.startsWith("## ")))
                .containsExactly("## Meaning", "## First look", "## Likely causes", "## What to do");
    }

    @Test
    void shouldSayTheNumbersTheVarianceRuleGoesBy() throws IOException {
        AlertRules rules = AlertRules.standard();
        String page = text(AlertRule.ROI_VARIANCE.runbook());

        assertThat(page)
                .contains("more than the threshold (" + rules.thresholdPercent() + " %")
                .contains("at least " + rules.minCompletions() + " completions")
                .contains("one in " + number(rules.completionsPerFalseAlarm()) + " completions (`alert.evidence.c`)")
                .contains("a bar of " + number(rules.bar()) + ", twice that number")
                .contains("the last " + rules.recoveryCompletions() + " completions are within half the threshold")
                .contains("the last " + rules.recoveryCompletions() * AlertRules.WIDE_BAND_FACTOR
                        + " within four fifths of it");
        assertThat(AlertRules.NARROW_BAND).isEqualByComparingTo("0.5");
        assertThat(AlertRules.WIDE_BAND).isEqualByComparingTo("0.8");
    }

    @Test
    void shouldSayTheSameBarWhereItWasDecided() throws IOException {
        AlertRules rules = AlertRules.standard();

        assertThat(text("src/docs/decisions/alerts-and-evidence.md"))
                .contains("a bar of 2 c, " + number(rules.bar()) + " by default")
                .contains("(`alert.evidence.c`, default " + number(rules.completionsPerFalseAlarm()) + ")");
    }

    /** One line, so that where a sentence is wrapped does not matter. */
    private static String text(String page) throws IOException {
        return Files.readString(Path.of(page)).replaceAll("\\s+", " ");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    @Test
    void shouldHaveNoPageOfARuleThatIsNoMore() throws IOException {
        try (Stream<Path> pages = Files.list(Path.of("src/docs/runbook"))) {
            assertThat(pages.map(page -> "src/docs/runbook/" + page.getFileName()))
                    .containsExactlyInAnyOrder(Stream.of(AlertRule.values())
                            .map(AlertRule::runbook)
                            .toArray(String[]::new));
        }
    }
}
