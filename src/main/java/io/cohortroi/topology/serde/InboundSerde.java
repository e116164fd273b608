package io.cohortroi.topology.serde;

import io.cohortroi.domain.calibration.LedgerEntry;
import io.cohortroi.domain.learner.ActivityEvent;
import io.cohortroi.domain.learner.LearnerEvent;
import io.cohortroi.domain.roi.CompletionEvent;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Decodes the inputs. It never throws: what breaks a rule is a value that says so. */
public final class InboundSerde<T> implements Serde<Inbound<T>>, Deserializer<Inbound<T>> {
    private final Reader<T> reader;

    private InboundSerde(Reader<T> reader) {
        this.reader = reader;
    }

    interface Reader<T> {
        T read(Fields fields) throws InvalidValueException;
    }

    public static InboundSerde<LearnerEvent> learners() {
        return new InboundSerde<>(EventReaders::learner);
    }

    public static InboundSerde<ActivityEvent> activity() {
        return new InboundSerde<>(EventReaders::activity);
    }

    public static InboundSerde<CompletionEvent> completions() {
        return new InboundSerde<>(EventReaders::completion);
    }

    public static InboundSerde<LedgerEntry> ledgerEntries() {
        return new InboundSerde<>(EventReaders::ledgerEntry);
    }

    @Override
    public Inbound<T> deserialize(String topic, Headers headers, byte @Nullable [] data) {
        if (data == null) {
            return Inbound.erasure();
        }
        try {
            return Inbound.of(data, reader.read(CloudEvents.unwrap(headers, Json.object(data))));
        } catch (InvalidValueException e) {
            return Inbound.rejected(data, e.rejection());
        }
    }

    @Override
    public Inbound<T> deserialize(String topic, byte @Nullable [] data) {
        return deserialize(topic, new org.apache.kafka.common.header.internals.RecordHeaders(), data);
    }

    @Override
    public Serializer<Inbound<T>> serializer() {
        return (topic, inbound) -> inbound.original();
    }

    @Override
    public Deserializer<Inbound<T>> deserializer() {
        return this;
    }

    @Override
    public void configure(java.util.Map<String, ?> configs, boolean isKey) {}

    @Override
    public void close() {}
}
