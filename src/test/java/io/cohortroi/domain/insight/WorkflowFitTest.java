package io.cohortroi.domain.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cohortroi.domain.insight.Workflow.Difficulty;
import io.cohortroi.domain.learner.Traits;
import io.cohortroi.domain.metrics.Sample;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WorkflowFitTest {
    private static final long SEED = 20251020;

    @Test
    void shouldGiveWorkedNumber() {
        Sample seen = new Sample(40, new BigDecimal("1.7"), new BigDecimal("0.6"));
        CohortSnapshot cohort = Snapshots.with(
                new Traits(0.7, 0.4, 0.5, 0.5, 0.6), Map.of("data", 5L, "web", 15L), Map.of("wf-045", seen));
        Workflow workflow = workflow("wf-045", List.of("a", "b"), 480, Difficulty.INTERMEDIATE, "0.9", "0.8");

        WorkflowFit fit = WorkflowFit.of(cohort, Map.of("a", new BigDecimal("2"), "b", BigDecimal.ONE), workflow);

        assertThat(fit)
                .isEqualTo(new WorkflowFit(
                        "wf-045",
                        "Workflow wf-045",
                        new BigDecimal("0.652"),
                        new BigDecimal("0.53"),
                        new BigDecimal("0.8"),
                        new BigDecimal("0.6"),
                        new BigDecimal("0.8"),
                        new WorkflowFit.Inputs(
                                new BigDecimal("0.6"),
                                new BigDecimal("0.25"),
                                new BigDecimal("0.5"),
                                new BigDecimal("0.9"),
                                new BigDecimal("0.8")),
                        seen,
                        "Closes gaps in a (2), b (1); fit of domain 0.53, pace 0.8 (intermediate, 480 minutes),"
                                + " hands-on share 0.6, retention 0.8."));
    }

    @Test
    void shouldKeepTheFiveBestAndOrderTiesById() {
        List<Workflow> workflows = new ArrayList<>();
        for (String id : List.of("wf-1", "wf-2", "wf-3", "wf-4", "wf-5", "wf-6", "wf-7")) {
            workflows.add(workflow(id, List.of("c"), 480, Difficulty.INTERMEDIATE, "0.5", "0.5"));
        }
        workflows.add(workflow("wf-9", List.of("gap"), 480, Difficulty.INTERMEDIATE, "0.5", "0.5"));
        List<Component> components = List.of(new Component("gap", ComponentCategory.OTHER, 4));
        CohortSnapshot cohort = Snapshots.with(Snapshots.MIDDLE, Map.of(), Map.of());
        Collections.shuffle(workflows, new Random(SEED));

        CohortInsights insights = CohortInsights.of(cohort, components, workflows);

        assertThat(insights.workflows().stream().map(WorkflowFit::workflow).toList())
                .containsExactly("wf-9", "wf-1", "wf-2", "wf-3", "wf-4");
        assertThat(insights.workflows().get(0).reason()).startsWith("Closes gaps in gap (1);");
        assertThat(insights.workflows().get(1).reason()).startsWith("Closes none of the gaps;");
        assertThat(insights.workflows().get(1).realised()).isNull();
    }

    @Test
    void shouldStayInRangeAndMoveOnlyTheWayItClaims() {
        Random random = new Random(SEED);
        for (int i = 0; i < 3_000; i++) {
            Traits traits =
                    new Traits(random.nextDouble(), random.nextDouble(), random.nextDouble(), 0.5, random.nextDouble());
            long known = random.nextInt(10);
            BigDecimal severity = BigDecimal.valueOf(random.nextInt(2_400), 3);
            Workflow workflow = workflow(
                    "w",
                    List.of("a", "b"),
                    random.nextInt(3_000),
                    List.of(Difficulty.values()).get(random.nextInt(3)),
                    share(random),
                    share(random));
            WorkflowFit fit = fit(traits, known, severity, workflow);

            for (BigDecimal value : List.of(fit.score(), fit.domain(), fit.pace(), fit.engagement(), fit.retention())) {
                assertThat(value).as("seed %d: %s", SEED, fit).isBetween(BigDecimal.ZERO, BigDecimal.ONE);
            }
            assertThat(fit(traits, known, severity.add(new BigDecimal("0.1")), workflow)
                            .domain())
                    .isGreaterThan(fit.domain());
            assertThat(fit(traits, known + 1, severity, workflow).domain()).isGreaterThanOrEqualTo(fit.domain());
            Traits stronger = new Traits(
                    traits.learningVelocity(),
                    traits.domainAffinity(),
                    traits.interactionFrequency(),
                    0.5,
                    Math.min(1, traits.retentionStrength() + 0.1));
            assertThat(fit(stronger, known, severity, workflow).retention()).isGreaterThanOrEqualTo(fit.retention());
        }
    }

    @Test
    void shouldFitPaceAndHandsOnBestWhereTheyMeet() {
        Traits quick = new Traits(0.75, 0, 0.3, 0.5, 0.5);
        Workflow met = workflow("w", List.of(), 480, Difficulty.ADVANCED, "0.3", "0");
        Workflow slower = workflow("w", List.of(), 480, Difficulty.INTERMEDIATE, "0.2", "0");
        Workflow slowest = workflow("w", List.of(), 480, Difficulty.BEGINNER, "0.9", "0");

        assertThat(fit(quick, 0, BigDecimal.ZERO, met).pace()).isEqualByComparingTo("1");
        assertThat(fit(quick, 0, BigDecimal.ZERO, slower).pace()).isEqualByComparingTo("0.75");
        assertThat(fit(quick, 0, BigDecimal.ZERO, slowest).pace()).isEqualByComparingTo("0.5");
        assertThat(fit(quick, 0, BigDecimal.ZERO, met).engagement()).isEqualByComparingTo("1");
        assertThat(fit(quick, 0, BigDecimal.ZERO, slower).engagement()).isEqualByComparingTo("0.9");
        assertThat(fit(quick, 0, BigDecimal.ZERO, slowest).engagement()).isEqualByComparingTo("0.4");
    }

    @Test
    void shouldRefuseSharesOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> workflow("w", List.of(), 1, Difficulty.BEGINNER, "1.1", "0"))
                .withMessage("workflow w: hands_on_share lies in [0, 1], found 1.1");
    }

    private static WorkflowFit fit(Traits traits, long known, BigDecimal severity, Workflow workflow) {
        Map<String, Long> completions = Map.of("data", known, "web", 10L);
        return WorkflowFit.of(Snapshots.with(traits, completions, Map.of()), Map.of("a", severity), workflow);
    }

    private static String share(Random random) {
        return BigDecimal.valueOf(random.nextInt(101), 2).toPlainString();
    }

    private static Workflow workflow(
            String id, List<String> components, long minutes, Difficulty difficulty, String handsOn, String retention) {
        return new Workflow(
                id,
                "Workflow " + id,
                "data",
                components,
                minutes,
                difficulty,
                new BigDecimal(handsOn),
                new BigDecimal(retention));
    }
}
