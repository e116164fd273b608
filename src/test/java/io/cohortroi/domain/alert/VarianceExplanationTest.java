package io.cohortroi.domain.alert;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VarianceExplanationTest {
    @Test
    void shouldSplitTheWorkedNumberIntoMixAndWithin() {
        WindowSums before =
                sums(cell("Fast Learner", "wf-1", "1.8", "1.8", 50), cell("Generalist", "wf-2", "0.9", "1.0", 50));
        WindowSums window =
                sums(cell("Fast Learner", "wf-1", "1.8", "1.8", 20), cell("Generalist", "wf-2", "0.8", "1.0", 80));

        VarianceExplanation why = VarianceExplanation.of(window, before);

        assertThat(window.variancePct()).isCloseTo(new BigDecimal("-13.793"), offset(new BigDecimal("0.001")));
        assertThat(why.withinEffectPct()).isCloseTo(new BigDecimal("-8.621"), offset(new BigDecimal("0.001")));
        assertThat(why.mixEffectPct()).isCloseTo(new BigDecimal("-5.172"), offset(new BigDecimal("0.001")));
        assertThat(why.mixEffectPct())
                .isEqualByComparingTo(
                        requireNonNull(window.variancePct()).subtract(requireNonNull(why.withinEffectPct())));
    }

    @Test
    void shouldCallEverythingWithinAtAnUnchangedMix() {
        WindowSums before =
                sums(cell("Fast Learner", "wf-1", "1.8", "1.8", 30), cell("Generalist", "wf-2", "1.0", "1.0", 60));
        WindowSums window =
                sums(cell("Fast Learner", "wf-1", "1.4", "1.8", 10), cell("Generalist", "wf-2", "1.0", "1.0", 20));

        VarianceExplanation why = VarianceExplanation.of(window, before);

        assertThat(why.mixEffectPct()).isCloseTo(BigDecimal.ZERO, offset(new BigDecimal("1e-11")));
        assertThat(why.withinEffectPct()).isCloseTo(window.variancePct(), offset(new BigDecimal("1e-11")));
    }

    @Test
    void shouldNotSplitWithoutAnUsualMix() {
        VarianceExplanation why = VarianceExplanation.of(sums(cell("Generalist", "wf-1", "1.5", "1.0", 9)), sums());

        assertThat(why.mixEffectPct()).isNull();
        assertThat(why.withinEffectPct()).isNull();
    }

    @Test
    void shouldNameWhatPullsInTheDirectionOfTheVarianceLargestFirst() {
        WindowSums window = sums(
                cell("Generalist", "wf-1", "0.5", "1.0", 10),
                cell("Generalist", "wf-2", "0.9", "1.0", 10),
                cell("Specialist", "wf-3", "2.0", "1.6", 5),
                cell("Specialist", "wf-4", "1.5", "1.6", 1),
                cell("Specialist", "wf-5", "1.3", "1.6", 1));

        assertThat(VarianceExplanation.of(window, sums()).topContributors())
                .extracting(each -> each.kind() + " " + each.id() + " " + each.n())
                .containsExactly("archetype Generalist 20", "workflow wf-1 10", "workflow wf-2 10", "workflow wf-5 1");
    }

    @Test
    void shouldPutTheIntervalOfStudentAroundTheMean() {
        List<VarianceCell> cells = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            cells.add(cell("Generalist", "wf-1", i % 2 == 0 ? "1.0" : "2.0", "1.0", 1));
        }

        assertThat(sums(cells.toArray(VarianceCell[]::new)).halfWidth())
                .as("t(9) 2.262 times 0.52705 / sqrt(10)")
                .isCloseTo(new BigDecimal("0.37703"), offset(new BigDecimal("0.0005")));
        assertThat(sums(cells.get(0), cells.get(1)).halfWidth()).isNull();
        assertThat(WindowSums.studentQuantile(3)).isCloseTo(3.182, offset(0.035));
        assertThat(WindowSums.studentQuantile(30)).isCloseTo(2.0423, offset(0.0005));
    }

    private static WindowSums sums(VarianceCell... cells) {
        return WindowSums.of(List.of(cells));
    }

    private static VarianceCell cell(String archetype, String workflow, String roi, String baseline, int count) {
        VarianceCell sum = VarianceCell.empty(AlertScenario.MONDAY);
        for (int i = 0; i < count; i++) {
            sum = sum.merge(VarianceCell.of(
                    AlertScenario.MONDAY, new BigDecimal(roi), new BigDecimal(baseline), archetype, workflow, 1));
        }
        return sum;
    }
}
