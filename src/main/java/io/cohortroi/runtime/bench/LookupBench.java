package io.cohortroi.runtime.bench;

import io.cohortroi.domain.learner.ArchetypeModel;
import io.cohortroi.domain.learner.LearnerState;
import io.cohortroi.domain.learner.Norms;
import io.cohortroi.runtime.broker.EmbeddedBroker;
import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.importer.EventProducer;
import io.cohortroi.runtime.importer.ImportedEvent;
import io.cohortroi.runtime.streams.Lag;
import io.cohortroi.runtime.streams.StreamEngine;
import io.cohortroi.runtime.topics.ProgramTopics;
import io.cohortroi.topology.Names;
import io.cohortroi.topology.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * How long it takes to say a learner's archetype from the state of a running engine: find the store, read and decode the
 * learner, compare the traits with the norms. Learners are asked for at random, one after the other.
 */
public final class LookupBench {
    private static final Instant FIRST = Instant.parse("2025-01-06T09:00:00Z");
    private static final int ACTIVITIES = 10;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long SEED = 20251020;

    private final Settings settings;
    private final Path folder;
    private final int learners;
    private final int lookups;

    /**
     * @param folder for the broker and the state, empty or new
     * @param learners 1 or more, with ten activities each
     * @param lookups that count, 1 or more; a fifth as many go before them
     */
    public LookupBench(Settings settings, Path folder, int learners, int lookups) {
        this.settings = settings;
        this.folder = folder;
        this.learners = learners;
        this.lookups = lookups;
    }

    /** @return the time of every lookup, in nanoseconds */
    public Histogram run() throws InterruptedException {
        try (EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Config.of(folder.resolve("broker"), 0))) {
            Settings here = settings.withBootstrapServers(broker.bootstrap())
                    .forBoundedRun(folder.resolve("state"), folder.resolve("records"));
            Map<String, Object> client = here.kafka().clientProperties();
            try (Admin admin = Admin.create(client)) {
                ProgramTopics.require(admin, here);
                publish(client, here.kafka().prefix());
                try (StreamEngine engine = StreamEngine.bounded(here, NormsFile.shipped())) {
                    awaitApplied(admin, here, engine);
                    return measure(engine, here.kafka().learnerPartitions());
                }
            }
        }
    }

    private void publish(Map<String, Object> client, String prefix) {
        try (EventProducer producer = new EventProducer(client, prefix)) {
            for (int learner = 0; learner < learners; learner++) {
                String id = id(learner);
                producer.send(new ImportedEvent(
                        Topics.LEARNERS,
                        id,
                        "{\"learner_id\":\"" + id + "\",\"status\":\"active\",\"registered_at\":\"" + FIRST
                                + "\",\"updated_at\":\"" + FIRST + "\",\"cohort\":\"cohort-" + learner % 5 + "\"}",
                        FIRST));
                for (int i = 0; i < ACTIVITIES; i++) {
                    Instant at = FIRST.plus(Duration.ofHours(61L * i)).plusSeconds(learner);
                    producer.send(new ImportedEvent(
                            Topics.ACTIVITY,
                            id,
                            "{\"event_id\":\"a" + i + "\",\"learner_id\":\"" + id
                                    + "\",\"type\":\"quiz\",\"occurred_at\":\"" + at + "\",\"domain\":\"d"
                                    + i * learner % 7 + "\",\"score\":0." + (learner + i) % 10 + "}",
                            at));
                }
            }
            producer.flush();
        }
    }

    private static void awaitApplied(Admin admin, Settings here, StreamEngine engine) throws InterruptedException {
        String prefix = here.kafka().prefix();
        Lag lag = new Lag(
                admin, prefix + StreamEngine.APPLICATION, Set.of(prefix + Topics.LEARNERS, prefix + Topics.ACTIVITY));
        while (lag.read().left() > 0) {
            Throwable failure = engine.failure();
            if (failure != null) {
                throw new IllegalStateException("the stream stopped: " + failure.getMessage(), failure);
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    private Histogram measure(StreamEngine engine, int partitions) {
        Histogram times = new Histogram(Duration.ofSeconds(10).toNanos(), 3);
        Norms norms = NormsFile.shipped();
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = -lookups / 5; i < lookups; i++) {
            String learner = id(random.nextInt(learners));
            long before = System.nanoTime();
            lookUp(engine, learner, partitions, norms);
            long took = System.nanoTime() - before;
            if (i >= 0) {
                times.recordValue(Math.min(took, times.getHighestTrackableValue()));
            }
        }
        return times;
    }

    private static void lookUp(StreamEngine engine, String learner, int partitions, Norms norms) {
        int partition = BuiltInPartitioner.partitionForKey(learner.getBytes(StandardCharsets.UTF_8), partitions);
        ReadOnlyKeyValueStore<String, LearnerState> store = engine.dataflow()
                .store(StoreQueryParameters.fromNameAndType(
                                Names.LEARNERS, QueryableStoreTypes.<String, LearnerState>keyValueStore())
                        .withPartition(partition));
        LearnerState state = store.get(learner);
        if (state == null || state.newestEvent() == null || state.placedIn() == null) {
            throw new IllegalStateException("learner " + learner + " was published and is not in the state");
        }
        ArchetypeModel.assess(state.traits(), norms, state.placedIn(), state.newestEvent());
    }

    private static String id(int learner) {
        return "learner-" + learner;
    }
}
