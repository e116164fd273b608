package io.cohortroi.topology;

import io.cohortroi.domain.insight.InsightSums;
import io.cohortroi.domain.metrics.Booking;
import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.domain.stage.Effects;
import io.cohortroi.topology.state.InsightPartialStore;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Adds up, within the task, what its learners mean for insights, calibration and reconciliation, and sends one difference
 * a cohort, archetype and workflow on in every interval. Sums and times are passed on to the step that combines them for the metrics.
 */
final class CombineInsights extends TickingStep<Emission> {
    private final Wiring wiring;
    private @Nullable InsightPartialStore partials;

    CombineInsights(Wiring wiring) {
        super(wiring, wiring.options().insights().every());
        this.wiring = wiring;
    }

    @Override
    void open(ProcessorContext<String, Emission> context) {
        partials = new InsightPartialStore(context);
    }

    @Override
    public void process(Record<String, Emission> record) {
        if (partials == null) {
            throw new IllegalStateException("a processor is initialised before it processes");
        }
        if (record.value() instanceof Emission.Shared shared) {
            wiring.inputEnd().unsettled(this);
            partials.add(shared.scope(), shared.difference());
            return;
        }
        if (record.value() instanceof Emission.Summed summed) {
            wiring.inputEnd().unsettled(this);
            for (Effects.Booked booked : summed.bookings()) {
                Booking booking = booked.booking();
                partials.add(Scope.cohort(booking.cohort()), InsightSums.ofCohort(booking, booked.sign()));
                partials.add(Scope.archetype(booking.archetype()), InsightSums.ofArchetype(booking, booked.sign()));
                partials.add(Scope.workflow(booking.workflowId()), InsightSums.ofWorkflow(booking, booked.sign()));
            }
        } else if (record.value() instanceof Emission.Touched touched) {
            wiring.inputEnd().unsettled(this);
            for (Scope scope : touched.scopes()) {
                if (scope.kind() == Scope.Kind.COHORT || scope.kind() == Scope.Kind.OVERALL) {
                    partials.touch(scope, touched.eventTime());
                }
            }
        }
        context().forward(record);
    }

    @Override
    void tick(long wallClock) {
        if (partials == null) {
            throw new IllegalStateException("a processor is initialised before it ticks");
        }
        partials.drain((scope, sums) ->
                context().forward(new Record<>("", new Emission.InsightDelta(scope, sums), Math.max(0, wallClock))));
        if (wiring.inputEnd().isReached()) {
            wiring.inputEnd().settled(this);
        }
    }
}
