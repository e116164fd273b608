package io.cohortroi.topology;

import io.cohortroi.domain.metrics.Booking;
import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.domain.stage.Effects;
import io.cohortroi.domain.stage.Extremes;
import io.cohortroi.topology.state.PartialStore;
import java.math.BigDecimal;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Adds up, within the task, what its learners mean for each scope, and sends one difference a scope and tick through
 * the shuffle: a cohort that holds most learners of a company costs the stage by scope no more than a small one.
 */
final class CombinePartials extends TickingStep<Emission> {
    private final Wiring wiring;
    private @Nullable PartialStore partials;

    CombinePartials(Wiring wiring) {
        super(wiring, wiring.options().flushEvery());
        this.wiring = wiring;
    }

    @Override
    void open(ProcessorContext<String, Emission> context) {
        partials = new PartialStore(context);
    }

    @Override
    public void process(Record<String, Emission> record) {
        if (partials == null) {
            throw new IllegalStateException("a processor is initialised before it processes");
        }
        if (record.value() instanceof Emission.Summed summed) {
            wiring.inputEnd().unsettled(this);
            for (Effects.Booked booked : summed.bookings()) {
                add(partials, booked);
            }
            for (Effects.Moved moved : summed.memberships()) {
                partials.add(moved.scope(), moved.difference());
            }
        } else if (record.value() instanceof Emission.Touched touched) {
            wiring.inputEnd().unsettled(this);
            for (Scope scope : touched.scopes()) {
                partials.touch(scope, touched.eventTime());
            }
        } else {
            context().forward(record);
        }
    }

    private static void add(PartialStore partials, Effects.Booked booked) {
        Booking booking = booked.booking();
        BigDecimal multiplier = booking.multiplier();
        if (booked.sign() > 0 && multiplier != null) {
            partials.add(Scope.cohort(booking.cohort()), new Extremes.Extreme(booked.completionId(), multiplier));
        }
        for (Scope scope :
                List.of(Scope.cohort(booking.cohort()), Scope.archetype(booking.archetype()), Scope.OVERALL)) {
            partials.add(scope, booking, booked.sign());
            partials.touch(scope, booking.completedAt());
        }
    }

    @Override
    void tick(long wallClock) {
        if (partials == null) {
            throw new IllegalStateException("a processor is initialised before it ticks");
        }
        partials.drain((scope, delta) ->
                context().forward(new Record<>("", new Emission.Delta(scope, delta), Math.max(0, wallClock))));
        if (wiring.inputEnd().isReached()) {
            wiring.inputEnd().settled(this);
        }
    }
}
