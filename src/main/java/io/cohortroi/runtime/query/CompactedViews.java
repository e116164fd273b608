package io.cohortroi.runtime.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The compacted output topics as one {@link Snapshot} that is replaced at most every 100 ms while records come in.
 * Askers take {@link #snapshot()}, which costs a volatile read; listeners hear of every replacement.
 */
public final class CompactedViews implements AutoCloseable {
    public static final String COHORT_METRICS = "cohort-metrics";
    public static final String ROI_ALERTS = "roi-alerts";
    public static final String CONSERVATION_LEDGER = "conservation-ledger";
    public static final String COHORT_INSIGHTS = "cohort-insights";
    public static final String CALIBRATION_REPORTS = "calibration-reports";
    public static final String COST_RECONCILIATION = "cost-reconciliation";
    /** What the server needs to view. */
    public static final Set<String> TOPICS = Set.of(
            COHORT_METRICS, ROI_ALERTS, CONSERVATION_LEDGER, COHORT_INSIGHTS, CALIBRATION_REPORTS, COST_RECONCILIATION);

    private static final Logger LOG = LoggerFactory.getLogger(CompactedViews.class);
    private static final Duration REPLACE_EVERY = Duration.ofMillis(100);

    private final Map<String, TreeMap<String, ViewEntry>> tables = new HashMap<>();
    private final Set<String> changedTopics = new HashSet<>();
    private final List<Consumer<Snapshot>> listeners = new CopyOnWriteArrayList<>();
    private final Clock clock;
    private final TopicReader reader;
    private Instant lastReplaced = Instant.EPOCH;
    private volatile Snapshot current;

    /**
     * @param clientConfig bootstrap servers and security settings of the cluster
     * @param prefix leads every topic name, may be empty; all of {@link #TOPICS} must exist before the views can be
     *     complete
     */
    public CompactedViews(Map<String, ?> clientConfig, String prefix, Clock clock) {
        this.clock = clock;
        Map<String, SortedMap<String, ViewEntry>> empty = new HashMap<>();
        for (String topic : TOPICS) {
            tables.put(topic, new TreeMap<>());
            empty.put(topic, Collections.emptySortedMap());
        }
        String epoch = Long.toString(clock.millis(), Character.MAX_RADIX).toLowerCase(Locale.ROOT);
        this.current = new Snapshot(epoch, 0, false, Optional.empty(), Map.copyOf(empty));
        this.reader = new TopicReader("compacted-views", clientConfig, prefix, TOPICS, new Tables(), clock);
    }

    public void start() {
        reader.start();
    }

    public Snapshot snapshot() {
        return current;
    }

    /** The listener is called on the reading thread and must return at once. */
    public void onReplaced(Consumer<Snapshot> listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        reader.close();
    }

    private void replace(Optional<Instant> lostSince) {
        Map<String, SortedMap<String, ViewEntry>> next = new HashMap<>(current.tables());
        for (String topic : changedTopics) {
            next.put(topic, Collections.unmodifiableSortedMap(new TreeMap<>(tables.get(topic))));
        }
        changedTopics.clear();
        lastReplaced = clock.instant();
        publish(new Snapshot(current.epoch(), current.version() + 1, true, lostSince, Map.copyOf(next)));
    }

    private void publish(Snapshot next) {
        current = next;
        for (Consumer<Snapshot> listener : listeners) {
            try {
                listener.accept(next);
            } catch (RuntimeException e) {
                LOG.error("a listener of the views failed", e);
            }
        }
    }

    private final class Tables implements TopicReader.Sink {
        @Override
        public void restart() {
            tables.values().forEach(TreeMap::clear);
            changedTopics.addAll(tables.keySet());
        }

        @Override
        public void apply(String topic, @Nullable String key, byte @Nullable [] value, TopicReader.Origin origin) {
            TreeMap<String, ViewEntry> table = tables.get(topic);
            if (table == null || key == null) {
                return;
            }
            changedTopics.add(topic);
            if (value == null) {
                table.remove(key);
                return;
            }
            try {
                ObjectNode parsed = Json.parseObject(value);
                table.put(key, new ViewEntry(key, parsed, origin.appendedAtMs()));
            } catch (IOException e) {
                LOG.warn(
                        "a value of {} is not readable and was left out: {}",
                        topic,
                        e.getClass().getSimpleName());
            }
        }

        /** Until the topics are read through, the last complete snapshot stays in place. */
        @Override
        public void roundDone(boolean caughtUp, Optional<Instant> lostSince) {
            boolean stateChanged = caughtUp != current.caughtUp() || !lostSince.equals(current.lostSince());
            boolean due = !clock.instant().isBefore(lastReplaced.plus(REPLACE_EVERY));
            if (caughtUp && (stateChanged || (due && !changedTopics.isEmpty()))) {
                replace(lostSince);
            }
        }

        @Override
        public void brokeOff(Instant lastContact) {
            Snapshot last = current;
            if (last.caughtUp() && last.lostSince().isEmpty()) {
                publish(new Snapshot(last.epoch(), last.version() + 1, true, Optional.of(lastContact), last.tables()));
            }
        }
    }
}
