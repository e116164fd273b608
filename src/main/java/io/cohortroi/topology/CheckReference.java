package io.cohortroi.topology;

import io.cohortroi.domain.reference.ReferenceData.Kind;
import io.cohortroi.domain.roi.Place;
import io.cohortroi.domain.stage.Outcome;
import io.cohortroi.domain.stage.Rejection;
import io.cohortroi.topology.error.DeadLetters;
import io.cohortroi.topology.serde.ReferenceSerde;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Says how each reference record ended. The same content again is a duplicate; other content for the same version
 * supersedes what stood there, and a null value withdraws it.
 */
final class CheckReference extends ContextualProcessor<byte[], byte[], String, Emission> {
    private final Kind kind;
    private @Nullable KeyValueStore<byte[], byte[]> current;

    CheckReference(Kind kind) {
        this.kind = kind;
    }

    @Override
    public void init(ProcessorContext<String, Emission> context) {
        super.init(context);
        current = context.getStateStore(Names.digests(Topics.of(kind)));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (current == null) {
            throw new IllegalStateException("a processor is initialised before it processes");
        }
        String topic = Topics.of(kind);
        Rejection rejection =
                ReferenceSerde.read(kind, record.key(), record.value()).rejection();
        if (rejection != null) {
            Place place = context()
                    .recordMetadata()
                    .map(metadata -> new Place(topic, metadata.partition(), metadata.offset()))
                    .orElse(Place.BUILT_IN);
            DeadLetters.Parcel letter =
                    DeadLetters.of(record.key(), record.value(), record.headers(), rejection, place);
            context()
                    .forward(new Record<String, Emission>(
                            "",
                            new Emission.Output(Topics.DEAD_LETTERS, letter.key(), letter.value()),
                            record.timestamp(),
                            letter.headers()));
            count(record, new Emission.Counted(topic, Outcome.DEAD_LETTERED, 1, true));
            return;
        }
        byte[] before = current.get(record.key());
        if (before != null && Arrays.equals(before, record.value())) {
            count(record, new Emission.Counted(topic, Outcome.DUPLICATE, 1, true));
            return;
        }
        if (before != null) {
            count(record, new Emission.Counted(topic, Outcome.APPLIED, -1, false));
            count(record, new Emission.Counted(topic, Outcome.SUPERSEDED, 1, false));
        }
        count(record, new Emission.Counted(topic, Outcome.APPLIED, 1, true));
        current.put(record.key(), record.value());
    }

    private void count(Record<byte[], byte[]> record, Emission counted) {
        context().forward(new Record<>("", counted, record.timestamp()));
    }
}
