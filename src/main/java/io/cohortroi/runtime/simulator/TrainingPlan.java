package io.cohortroi.runtime.simulator;

import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.runtime.simulator.Training.Way;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Who finishes which workflow when: every member one about every two weeks, the first five weeks after the start. */
final class TrainingPlan {
    private static final int FIRST_AFTER_DAYS = 35;
    private static final int EVERY_DAYS = 14;
    private static final int JITTER_DAYS = 9;
    private static final int LISTED = 2;
    private static final int LISTED_AGAIN = 6;

    private static final double SPREAD = 0.35;
    private static final double FAILURES = 0.02;
    /** What is free of charge is chosen less often than what is paid for. */
    private static final double RELUCTANCE = 0.75;

    private final long seed;

    TrainingPlan(long seed) {
        this.seed = seed;
    }

    /** The member's trainings finished on these days, both included, in order. */
    List<Training> between(Member member, LocalDate from, LocalDate to) {
        long firstDay = ChronoUnit.DAYS.between(member.startDay(), from) - FIRST_AFTER_DAYS;
        int number = (int) Math.max(0, (firstDay - JITTER_DAYS - 2) / EVERY_DAYS);
        List<Training> trainings = new ArrayList<>();
        while (!member.startDay()
                .plusDays(FIRST_AFTER_DAYS + (long) EVERY_DAYS * number - 1)
                .isAfter(to)) {
            Training training = training(member, number++);
            LocalDate day = LocalDate.ofInstant(training.completedAt(), ZoneOffset.UTC);
            if (!day.isBefore(from) && !day.isAfter(to) && !member.hasLeft(training.completedAt())) {
                trainings.add(training);
            }
        }
        return trainings;
    }

    Training training(Member member, int number) {
        Dice dice = Dice.of(seed, "training", member.number(), number);
        LocalDate day = Roster.weekday(member.startDay()
                .plusDays(FIRST_AFTER_DAYS + (long) EVERY_DAYS * number + dice.between(0, JITTER_DAYS)));
        Instant completedAt = day.atTime(dice.between(9, 16), dice.between(0, 59), dice.between(0, 59))
                .toInstant(ZoneOffset.UTC);
        Workflow workflow = workflow(member, member.cohortAt(completedAt), dice);
        Way way = way(number, dice);
        double weight = way == Way.FAILED ? 0 : factor(member.archetype()) * noise(dice);
        return new Training(member, number, workflow, completedAt, way, weight);
    }

    /** The mean weight of a cohort's trainings, by the cohort's mix: what scales a single one to the cohort's level. */
    static double meanWeight(CohortPlan cohort) {
        double sum = 0;
        for (int index = 0; index < cohort.mix().size(); index++) {
            sum += cohort.mix().get(index) * factor(CohortPlan.archetype(index));
        }
        double meanNoise = StrictMath.exp(SPREAD * SPREAD / 2);
        return sum / cohort.learners() * meanNoise * (1 - FAILURES);
    }

    private static double factor(Archetype archetype) {
        return archetype.theoreticalBaseline().doubleValue();
    }

    private static double noise(Dice dice) {
        return StrictMath.exp(SPREAD * dice.gaussian());
    }

    private static Workflow workflow(Member member, CohortPlan cohort, Dice dice) {
        boolean own = member.archetype() == Archetype.SPECIALIST && dice.chance(0.8);
        String other = dice.chance(0.75) ? dice.pick(cohort.domains()) : dice.pick(Catalogue.DOMAINS);
        List<Workflow> choices = Catalogue.of(own ? member.favouriteDomain() : other);
        Workflow workflow = dice.pick(choices);
        return workflow.isFree() && dice.chance(RELUCTANCE) ? choices.get(0) : workflow;
    }

    /** The first training never fails, so that no week consists of failures; a list counts only if it was passed. */
    private static Way way(int number, Dice dice) {
        if (number == LISTED) {
            return Way.LISTED;
        }
        if (number == LISTED_AGAIN) {
            return Way.LISTED_AGAIN;
        }
        double share = dice.between(0.0, 1.0);
        if (share < FAILURES) {
            return number == 0 ? Way.COUNTED : Way.FAILED;
        }
        if (share < 0.12) {
            return Way.COST_GIVEN;
        }
        return share < 0.22 ? Way.BENEFIT_GIVEN : Way.COUNTED;
    }
}
