package io.cohortroi.topology.state;

import io.cohortroi.topology.Names;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The stores of the topology, all key-value and changelogged. What grows with learners or days lives on disk, what is
 * emptied with every tick in memory.
 */
public final class Stores {
    private final boolean inMemory;

    /** @param inMemory whether even what grows is kept in memory */
    public Stores(boolean inMemory) {
        this.inMemory = inMemory;
    }

    /** The stores behind the books of the stage by learner, and the clock of the partition. */
    public static String[] learnerBooks() {
        return new String[] {
            Names.LEARNERS,
            Names.COMPLETIONS,
            Names.ACTIVITY_IDS,
            Names.TIMELINES,
            Names.WAITING,
            Names.ERASED,
            Names.CLOCK
        };
    }

    /** The books, and whose profile has to be published. */
    public static String[] profilesAndBooks() {
        return Stream.concat(Stream.of(learnerBooks()), Stream.of(Names.CHANGED_PROFILES))
                .toArray(String[]::new);
    }

    /** The books, and what each learner adds to the insights. */
    public static String[] sharesAndBooks() {
        return Stream.concat(Stream.of(learnerBooks()), Stream.of(Names.LEARNER_SHARES, Names.RECOUNTED_SHARES))
                .toArray(String[]::new);
    }

    /** What every workflow costs by both accounts. */
    public static String[] costs() {
        return new String[] {Names.WORKFLOW_COSTS, Names.CHANGED_COSTS, Names.COST_CLOCK};
    }

    /** The same, and the entries of the finance ledger. */
    public static String[] entriesAndCosts() {
        return Stream.concat(Stream.of(costs()), Stream.of(Names.LEDGER_ENTRIES))
                .toArray(String[]::new);
    }

    public List<StoreBuilder<?>> all() {
        return List.of(
                large(Names.LEARNERS, Serdes.String(), StateFormats.LEARNER),
                writtenOnce(Names.COMPLETIONS, StateFormats.COMPLETION),
                writtenOnce(Names.ACTIVITY_IDS, StateFormats.TIME),
                writtenOnce(Names.TIMELINES, StateFormats.TIMELINE),
                writtenOnce(Names.WAITING, StateFormats.MARK),
                small(Names.ERASED, Serdes.ByteArray(), StateFormats.TIME),
                small(Names.CHANGED_PROFILES, Serdes.String(), StateFormats.MARK),
                small(Names.PARTIALS, Serdes.ByteArray(), Serdes.ByteArray()),
                small(Names.LEDGER, Serdes.String(), StateFormats.LEDGER),
                small(Names.CLOCK, Serdes.String(), StateFormats.TIME),
                large(Names.SCOPES, Serdes.String(), StateFormats.TOTALS),
                large(Names.SCOPE_DAYS, Serdes.ByteArray(), StateFormats.DAY),
                small(Names.CHANGED_SCOPES, Serdes.String(), StateFormats.MARK),
                small(Names.SCOPE_RULES, Serdes.String(), StateFormats.RULES),
                large(Names.LEARNER_SHARES, Serdes.String(), StateFormats.SHARE),
                small(Names.RECOUNTED_SHARES, Serdes.String(), StateFormats.MARK),
                small(Names.INSIGHT_PARTIALS, Serdes.ByteArray(), Serdes.ByteArray()),
                small(Names.INSIGHT_SUMS, Serdes.String(), StateFormats.INSIGHTS),
                small(Names.CHANGED_INSIGHTS, Serdes.String(), StateFormats.MARK),
                small(Names.APPLIED_BASELINES, Serdes.String(), StateFormats.COUNT),
                large(Names.LEDGER_ENTRIES, Serdes.String(), StateFormats.ENTRY),
                small(Names.ENTRY_OUTCOMES, Serdes.String(), StateFormats.LEDGER),
                large(Names.WORKFLOW_COSTS, Serdes.String(), StateFormats.COSTS),
                small(Names.CHANGED_COSTS, Serdes.String(), StateFormats.MARK),
                small(Names.COST_CLOCK, Serdes.String(), StateFormats.TIME));
    }

    /** What norms are learned from: in one task, changed with every learner that passes a stage. */
    public static List<StoreBuilder<?>> norms() {
        return List.of(
                small(Names.NORMS_SKETCHES, Serdes.String(), StateFormats.NORMS_SKETCH),
                small(Names.NORMS_LEARNING, Serdes.String(), StateFormats.NORMS_LEARNING));
    }

    /** A reference topic, whole, in memory on every instance. */
    public static StoreBuilder<KeyValueStore<byte[], byte[]>> reference(String topic) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(Names.referenceStore(topic)),
                        Serdes.ByteArray(),
                        Serdes.ByteArray())
                .withLoggingDisabled();
    }

    /** Changed again and again: a cache keeps the changelog to one write a key and commit. */
    private <K, V> StoreBuilder<?> large(String name, Serde<K> keys, Serde<V> values) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(supplier(name), keys, values)
                .withCachingEnabled();
    }

    /** Every key mostly once: a cache would only be one more copy on the way to the disk. */
    private <V> StoreBuilder<?> writtenOnce(String name, Serde<V> values) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(supplier(name), Serdes.ByteArray(), values);
    }

    private KeyValueBytesStoreSupplier supplier(String name) {
        return inMemory
                ? org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(name)
                : org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name);
    }

    private static <K, V> StoreBuilder<?> small(String name, Serde<K> keys, Serde<V> values) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(name), keys, values)
                .withCachingEnabled();
    }
}
