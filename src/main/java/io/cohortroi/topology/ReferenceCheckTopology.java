package io.cohortroi.topology;

import io.cohortroi.domain.reference.ReferenceData.Kind;
import io.cohortroi.topology.state.StateFormats;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.state.Stores;

/**
 * Checks the reference topics once per cluster: every record is counted, and what breaks a rule goes to the dead
 * letters. It is an application of its own, because the main one holds these topics as global stores, on every
 * instance, where nothing can be counted once or sent on.
 */
public final class ReferenceCheckTopology {
    private final TopologyOptions options;
    private final InputEnd inputEnd;

    public ReferenceCheckTopology(TopologyOptions options, InputEnd inputEnd) {
        this.options = options;
        this.inputEnd = inputEnd;
    }

    /** @param config the streams configuration that the topology will run with */
    public Topology build(Properties config) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(config)));
        for (Kind kind : Kind.values()) {
            check(builder, kind);
        }
        return builder.build(config);
    }

    private void check(StreamsBuilder builder, Kind kind) {
        String topic = Topics.of(kind);
        String digests = Names.digests(topic);
        String ledger = Names.ledgerOf(topic);
        builder.addStateStore(Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(digests), Serdes.ByteArray(), Serdes.ByteArray()));
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(ledger), Serdes.String(), StateFormats.LEDGER)
                        .withCachingEnabled());
        KStream<String, Emission> checked = builder.stream(
                        options.topic(topic),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName(Names.readReference(topic)))
                .process(FreshProcessor.of(() -> new CheckReference(kind)), Named.as("check-" + topic), digests)
                .process(
                        FreshProcessor.of(() -> new CountOutcomes(ledger, options.flushEvery(), inputEnd)),
                        Named.as("count-" + topic),
                        ledger);
        Outputs.write(checked, options, Topics.DEAD_LETTERS, "-of-" + topic);
        Outputs.write(checked, options, Topics.LEDGER, "-of-" + topic);
    }
}
