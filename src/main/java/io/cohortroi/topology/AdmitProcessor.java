package io.cohortroi.topology;

import io.cohortroi.domain.roi.Place;
import io.cohortroi.domain.stage.Outcome;
import io.cohortroi.domain.stage.Rejection;
import io.cohortroi.topology.error.DeadLetters;
import io.cohortroi.topology.error.Quarantine;
import io.cohortroi.topology.serde.Inbound;
import io.cohortroi.topology.state.ErasureKey;
import io.cohortroi.topology.state.PartitionClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The door of an input: what breaks a rule goes to the dead letters with its reason, what is late beyond the grace is
 * listed as well, and everything good moves the partition's clock and goes on.
 */
final class AdmitProcessor<T> extends ContextualProcessor<byte[], Inbound<T>, String, Emission> {
    private final Input<T> input;
    private final TopologyOptions options;
    private final Quarantine quarantine;
    private @Nullable PartitionClock clock;

    AdmitProcessor(Input<T> input, Wiring wiring) {
        this.input = input;
        this.options = wiring.options();
        this.quarantine = wiring.quarantine();
    }

    @Override
    public void init(ProcessorContext<String, Emission> context) {
        super.init(context);
        clock = new PartitionClock(context);
    }

    @Override
    public void process(Record<byte[], Inbound<T>> record) {
        Inbound<T> inbound = record.value();
        Place place = place();
        Optional<String> quarantined = quarantine.reasonFor(placeAtBroker(place));
        if (quarantined.isPresent()) {
            String detail = "processing it failed every time: " + quarantined.get();
            refuse(record, place, new Rejection(Rejection.Code.QUARANTINED, detail));
            return;
        }
        T event = inbound.event();
        if (inbound.isErasure() && input.acceptsErasure() && ErasureKey.isId(record.key())) {
            forward(record, new Emission.Admitted(inbound, place, newest()), record.headers());
            return;
        }
        Rejection rejection = event == null ? inbound.rejection() : check(record.key(), inbound, event);
        if (event == null && rejection == null) {
            rejection = new Rejection(
                    Rejection.Code.INVALID,
                    "a null value erases a learner: it has the learner_id as its key, and stands in the topic learners"
                            + " only");
        }
        if (event == null || rejection != null) {
            refuse(record, place, rejection);
            return;
        }
        Instant newest = advance(input.eventTime(event));
        Duration behind = Duration.between(input.eventTime(event), newest);
        if (behind.compareTo(options.grace()) > 0) {
            DeadLetters.Parcel late =
                    DeadLetters.late(record.key(), inbound.original(), record.headers(), behind, place);
            forward(record, new Emission.Output(Topics.LATE_EVENTS, late.key(), late.value()), late.headers());
        }
        forward(record, new Emission.Admitted(inbound, place, newest), record.headers());
    }

    private @Nullable Rejection check(byte @Nullable [] key, Inbound<T> inbound, T event) {
        byte[] id = input.learnerId(event).getBytes(StandardCharsets.UTF_8);
        if (key == null || !Arrays.equals(key, id)) {
            return new Rejection(Rejection.Code.KEY_MISMATCH, "the key is the learner_id of the value");
        }
        Instant latest = inbound.appendedAt().plus(options.futureLimit());
        if (input.eventTime(event).isAfter(latest)) {
            return new Rejection(
                    Rejection.Code.FUTURE,
                    "the event time lies more than " + options.futureLimit().toHours()
                            + " hours ahead of the time of appending");
        }
        return null;
    }

    private void refuse(Record<byte[], Inbound<T>> record, Place place, @Nullable Rejection rejection) {
        if (rejection == null) {
            throw new IllegalStateException("a refused record has a reason");
        }
        DeadLetters.Parcel letter =
                DeadLetters.of(record.key(), record.value().original(), record.headers(), rejection, place);
        forward(record, new Emission.Output(Topics.DEAD_LETTERS, letter.key(), letter.value()), letter.headers());
        forward(record, new Emission.Counted(place.topic(), Outcome.DEAD_LETTERED, 1, true), record.headers());
    }

    private Instant advance(Instant eventTime) {
        if (clock == null) {
            throw new IllegalStateException("a processor is initialised before it processes");
        }
        return clock.advance(eventTime);
    }

    private Instant newest() {
        Instant now = clock == null ? null : clock.now();
        return now == null ? Instant.EPOCH : now;
    }

    private Place place() {
        return context()
                .recordMetadata()
                .map(metadata -> new Place(input.topic(), metadata.partition(), metadata.offset()))
                .orElseThrow(() -> new IllegalStateException("an input record has a place"));
    }

    /** Places in results name topics without prefix; the quarantine knows them as the broker does. */
    private Place placeAtBroker(Place place) {
        return new Place(options.topic(place.topic()), place.partition(), place.offset());
    }

    private void forward(
            Record<byte[], Inbound<T>> record, Emission emission, org.apache.kafka.common.header.Headers headers) {
        byte[] key = record.key();
        String learnerId = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        context().forward(new Record<>(learnerId, emission, record.timestamp(), headers));
    }
}
