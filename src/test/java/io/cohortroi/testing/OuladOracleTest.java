package io.cohortroi.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OuladOracleTest {
    @Test
    void shouldGiveTheKnownFiguresOfTheRealData() {
        Path folder = RealData.require("oulad");

        OuladOracle.Figures figures = OuladOracle.calculate(folder);

        assertThat(figures.completions()).isEqualTo(82_039);
        assertThat(figures.quizzes()).isEqualTo(82_039);
        assertThat(figures.sessions()).isEqualTo(584_248);
        assertThat(figures.learnerEvents()).isEqualTo(17_252);
        assertThat(figures.banked()).isEqualTo(720);
        assertThat(figures.blankScores()).isEqualTo(83);
        assertThat(figures.cohorts())
                .containsOnlyKeys("cohort-AAA", "cohort-BBB", "cohort-DDD", "cohort-EEE", "cohort-FFF", "cohort-GGG");
        assertCohort(figures, "AAA", 1631, "431469.50", "485845.95", "1.127731145967", 383, 323);
        assertCohort(figures, "BBB", 25288, "4475413.73", "5345187.65", "1.386575694200", 3948, 2849);
        assertCohort(figures, "DDD", 18082, "6925634.91", "7335636.14", "1.127134092745", 3150, 2120);
        assertCohort(figures, "EEE", 2892, "1664730.10", "2188374.81", "1.323003121370", 1049, 809);
        assertCohort(figures, "FFF", 28197, "9786513.25", "11894713.59", "1.226962582212", 3845, 2806);
        assertCohort(figures, "GGG", 5949, "0.00", "0.00", null, 952, 887);
        assertThat(cohort(figures, "GGG").noCostCompletions()).isEqualTo(5949);
    }

    private static OuladOracle.Cohort cohort(OuladOracle.Figures figures, String module) {
        return Objects.requireNonNull(figures.cohorts().get("cohort-" + module), module);
    }

    private static void assertCohort(
            OuladOracle.Figures figures,
            String module,
            long completions,
            String cost,
            String benefit,
            @Nullable String mean,
            long learners,
            long active) {
        OuladOracle.Cohort cohort = cohort(figures, module);
        assertThat(cohort.completions()).as(module).isEqualTo(completions);
        assertThat(cohort.totalCost()).as(module).isEqualTo(new BigDecimal(cost));
        assertThat(cohort.totalBenefit()).as(module).isEqualTo(new BigDecimal(benefit));
        assertThat(cohort.meanRoi()).as(module).isEqualTo(mean == null ? null : new BigDecimal(mean));
        assertThat(cohort.learners()).as(module).isEqualTo(learners);
        assertThat(cohort.activeLearners()).as(module).isEqualTo(active);
    }
}
