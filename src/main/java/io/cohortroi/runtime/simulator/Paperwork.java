package io.cohortroi.runtime.simulator;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the training system says of a training: its completion, and now and then a correction or one that never was. */
final class Paperwork {
    private static final double CORRECTED = 0.02;
    private static final double CORRECTED_TWICE = 0.2;
    private static final double CORRECTION_FIRST = 0.15;
    private static final double INVENTED = 0.008;

    private final long seed;
    private final Delivery delivery;

    Paperwork(long seed, Delivery delivery) {
        this.seed = seed;
        this.delivery = delivery;
    }

    /** All messages about it; whatever comes in between, they end at the wanted ROI. */
    void on(Training training, double roi, List<Happening> into) {
        Dice dice = Dice.of(seed, "paperwork", training.member().number(), training.number());
        Report report = Report.of(training, roi, dice);
        if (dice.chance(CORRECTED)) {
            corrected(training, report, dice, into);
        } else {
            delivery.deliver(
                    dice, training.completedAt(), Messages.completion(training, training.id(), 0, report), into);
        }
        if (dice.chance(INVENTED)) {
            invented(training, report, dice, into);
        }
    }

    /** What the training costs once everything is told. */
    BigDecimal costOf(Training training, double roi) {
        Report report = Report.of(
                training, roi, Dice.of(seed, "paperwork", training.member().number(), training.number()));
        return report.cost() == null ? training.workflow().cost(report.hours()) : report.cost();
    }

    private void corrected(Training training, Report report, Dice dice, List<Happening> into) {
        Instant completedAt = training.completedAt();
        int revisions = dice.chance(CORRECTED_TWICE) ? 2 : 1;
        Instant told = completedAt;
        Instant corrected = told.plus(dice.between(Duration.ofHours(20), Duration.ofDays(6)));
        if (!delivery.isOpen(completedAt, corrected.plus(Duration.ofDays(revisions)))) {
            into.add(new Happening(told, completedAt, Messages.completion(training, training.id(), 0, report)));
            return;
        }
        if (dice.chance(CORRECTION_FIRST)) {
            told = corrected.plus(Duration.ofHours(3));
        }
        into.add(new Happening(
                told, completedAt, Messages.completion(training, training.id(), 0, report.mistyped(dice))));
        for (int revision = 1; revision <= revisions; revision++) {
            Report said = revision == revisions ? report : report.mistyped(dice);
            into.add(new Happening(
                    corrected, completedAt, Messages.completion(training, training.id(), revision, said)));
            corrected = corrected.plus(Duration.ofDays(1));
        }
    }

    /** Booked by mistake and withdrawn. */
    private void invented(Training training, Report report, Dice dice, List<Happening> into) {
        Instant completedAt = training.completedAt();
        Instant voided = completedAt.plus(dice.between(Duration.ofHours(4), Duration.ofDays(8)));
        if (delivery.isOpen(completedAt, voided)) {
            String id = training.id() + "-x";
            Report counted = new Report(
                    report.units(),
                    List.of(),
                    report.hours(),
                    report.completionRate(),
                    report.success(),
                    report.cost(),
                    report.benefit(),
                    report.score());
            into.add(new Happening(
                    completedAt.plusSeconds(90), completedAt, Messages.completion(training, id, 0, counted)));
            into.add(new Happening(voided, completedAt, Messages.voiding(training, id, 1)));
        }
    }
}
