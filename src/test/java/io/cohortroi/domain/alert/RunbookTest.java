package io.cohortroi.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void shouldHaveNoPageOfARuleThatIsNoMore() throws IOException {
        try (Stream<Path> pages = Files.list(Path.of("src/docs/runbook"))) {
            assertThat(pages.map(page -> "src/docs/runbook/" + page.getFileName()))
                    .containsExactlyInAnyOrder(Stream.of(AlertRule.values())
                            .map(AlertRule::runbook)
                            .toArray(String[]::new));
        }
    }
}
