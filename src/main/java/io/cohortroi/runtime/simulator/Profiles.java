package io.cohortroi.runtime.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the personnel system says of a member: hired, promoted, moved, left; some of it late. */
final class Profiles {
    private final long seed;
    private final TrainingPlan trainings;
    private final Delivery delivery;

    Profiles(long seed, TrainingPlan trainings, Delivery delivery) {
        this.seed = seed;
        this.trainings = trainings;
        this.delivery = delivery;
    }

    void of(Member member, List<Happening> into) {
        Dice dice = Dice.of(seed, "profile", member.number());
        Happening.Telling profile = Messages.profile(member);
        Instant start = member.startsAt();
        Instant announced = member.announcedLate()
                ? trainings.training(member, 0).completedAt().plus(dice.between(Duration.ofDays(1), Duration.ofDays(4)))
                : start;
        into.add(new Happening(announced, start, profile));
        Instant promoted = member.promotedAt();
        if (promoted != null && !member.hasLeft(promoted)) {
            delivery.deliver(dice, promoted, profile, into);
        }
        for (Member.Stay stay : member.stays()) {
            if (stay.from().isAfter(start) && !member.hasLeft(stay.from())) {
                Instant told = stay.from().plus(dice.chance(0.3) ? Duration.ofDays(3) : Duration.ZERO);
                into.add(new Happening(delivery.isOpen(stay.from(), told) ? told : stay.from(), stay.from(), profile));
            }
        }
        Instant left = member.leavesAt();
        if (left != null) {
            delivery.deliver(dice, left, profile, into);
        }
    }
}
