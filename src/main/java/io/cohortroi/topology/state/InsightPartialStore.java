package io.cohortroi.topology.state;

import io.cohortroi.domain.insight.InsightCell;
import io.cohortroi.domain.insight.InsightSums;
import io.cohortroi.domain.metrics.Moments;
import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.topology.Names;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Differences for insights that have not left the task yet, one store entry a cell, so that an event costs a few small
 * entries however large the catalogue is.
 */
public final class InsightPartialStore {
    private static final String NEWEST = "newest";

    private final KeyValueStore<byte[], byte[]> store;

    public InsightPartialStore(ProcessingContext context) {
        this.store = context.getStateStore(Names.INSIGHT_PARTIALS);
    }

    public void add(Scope scope, InsightSums difference) {
        difference.cells().forEach((cell, moments) -> {
            byte[] key = Keys.of(scope.key(), cell.kind() + " " + cell.id());
            byte[] known = store.get(key);
            Moments sum = known == null
                    ? moments
                    : StateFormats.MOMENTS.fromBytes(known).plus(moments);
            store.put(key, sum.isZero() ? null : StateFormats.MOMENTS.toBytes(sum));
        });
        Instant newest = difference.newest();
        if (newest != null) {
            touch(scope, newest);
        }
    }

    public void touch(Scope scope, Instant eventTime) {
        byte[] key = Keys.of(scope.key(), NEWEST);
        byte[] known = store.get(key);
        if (known == null || StateFormats.TIME.fromBytes(known).isBefore(eventTime)) {
            store.put(key, StateFormats.TIME.toBytes(eventTime));
        }
    }

    /** Hands over everything, by scope, and forgets it. */
    public void drain(BiConsumer<Scope, InsightSums> send) {
        Map<String, Draft> drafts = new LinkedHashMap<>();
        List<byte[]> keys = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> entries = store.all()) {
            entries.forEachRemaining(entry -> {
                keys.add(entry.key);
                Draft.collect(drafts, entry.key, entry.value);
            });
        }
        keys.forEach(store::delete);
        drafts.forEach(
                (scopeKey, draft) -> send.accept(Scope.ofKey(scopeKey), new InsightSums(draft.newest, draft.cells)));
    }

    private static final class Draft {
        private @Nullable Instant newest;
        private final TreeMap<InsightCell, Moments> cells = new TreeMap<>();

        static void collect(Map<String, Draft> drafts, byte[] key, byte[] value) {
            String text = new String(key, StandardCharsets.UTF_8);
            int zero = text.indexOf('\0');
            Draft draft = drafts.computeIfAbsent(text.substring(0, zero), scope -> new Draft());
            String sub = text.substring(zero + 1);
            if (sub.equals(NEWEST)) {
                draft.newest = StateFormats.TIME.fromBytes(value);
                return;
            }
            int space = sub.indexOf(' ');
            InsightCell cell =
                    new InsightCell(InsightCell.Kind.valueOf(sub.substring(0, space)), sub.substring(space + 1));
            draft.cells.put(cell, StateFormats.MOMENTS.fromBytes(value));
        }
    }
}
