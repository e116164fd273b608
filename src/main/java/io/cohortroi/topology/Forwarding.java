package io.cohortroi.topology;

import io.cohortroi.domain.stage.Effects;
import io.cohortroi.domain.stage.Outcome;
import io.cohortroi.topology.serde.RoiRecordJson;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Says what a step of the stage by learner did, with the time and trace of the record that caused it. */
final class Forwarding {
    private final ProcessorContext<String, Emission> context;
    private final Record<String, Emission> cause;

    Forwarding(ProcessorContext<String, Emission> context, Record<String, Emission> cause) {
        this.context = context;
        this.cause = cause;
    }

    void send(Emission emission) {
        context.forward(cause.withValue(emission));
    }

    /** The input record at hand ended so. */
    void counted(String topic, Outcome outcome) {
        send(new Emission.Counted(topic, outcome, 1, true));
    }

    void effects(Effects effects) {
        effects.recounts()
                .forEach((input, counts) -> counts.forEach((outcome, count) -> {
                    if (count != 0) {
                        send(new Emission.Counted(Input.topicOf(input), outcome, count, false));
                    }
                }));
        for (Effects.RoiRecord record : effects.records()) {
            send(new Emission.Output(
                    Topics.ROI_RECORDS,
                    record.learnerId().getBytes(StandardCharsets.UTF_8),
                    RoiRecordJson.toBytes(record)));
        }
        effects.evidence().ifPresent(evidence -> send(new Emission.Observed(evidence)));
        if (!effects.bookings().isEmpty() || !effects.memberships().isEmpty()) {
            send(new Emission.Summed(effects.bookings(), effects.memberships()));
        }
    }
}
