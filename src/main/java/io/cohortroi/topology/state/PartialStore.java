package io.cohortroi.topology.state;

import io.cohortroi.domain.alert.Refusals;
import io.cohortroi.domain.metrics.Booking;
import io.cohortroi.domain.metrics.Membership;
import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.domain.stage.Extremes;
import io.cohortroi.domain.stage.Partial;
import io.cohortroi.domain.stage.ScopeDelta;
import io.cohortroi.topology.Names;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
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
 * Differences of one task that have not left it yet. They live in a changelogged store, because a commit may come
 * between an event and the tick that sends its difference on.
 */
public final class PartialStore {
    /** Bytes of day partials in one difference: a backfill of decades in one tick is several records, each of fair size. */
    static final int MAX_DELTA_BYTES = 256 << 10;

    private static final char DAY = 'd';
    private static final char MEMBERSHIP = 'm';
    private static final char NEWEST = 't';
    private static final char EXTREMES = 'x';

    private final KeyValueStore<byte[], byte[]> store;

    public PartialStore(ProcessingContext context) {
        this.store = context.getStateStore(Names.PARTIALS);
    }

    /** @param sign +1 to add the booking, -1 to take it back */
    public void add(Scope scope, Booking booking, int sign) {
        Partial fresh = Partial.of(booking, sign);
        byte[] key = Keys.of(scope.key(), DAY + Partial.dayOf(booking).toString());
        byte[] known = store.get(key);
        Partial sum =
                known == null ? fresh : StateFormats.PARTIAL.fromBytes(known).plus(fresh);
        store.put(key, StateFormats.PARTIAL.toBytes(sum));
    }

    public void add(Scope scope, Membership difference) {
        byte[] key = Keys.of(scope.key(), String.valueOf(MEMBERSHIP));
        byte[] known = store.get(key);
        Membership sum = known == null
                ? difference
                : StateFormats.MEMBERSHIP.fromBytes(known).plus(difference);
        store.put(key, StateFormats.MEMBERSHIP.toBytes(sum));
    }

    /** A completion that may be an outlier of the scope. */
    public void add(Scope scope, Extremes.Extreme completion) {
        byte[] key = Keys.of(scope.key(), String.valueOf(EXTREMES));
        byte[] stored = store.get(key);
        Extremes known = stored == null ? Extremes.NONE : StateFormats.EXTREMES.fromBytes(stored);
        Extremes next = known.with(completion);
        if (!next.equals(known)) {
            store.put(key, StateFormats.EXTREMES.toBytes(next));
        }
    }

    public void touch(Scope scope, Instant eventTime) {
        byte[] key = Keys.of(scope.key(), String.valueOf(NEWEST));
        byte[] known = store.get(key);
        if (known == null || StateFormats.TIME.fromBytes(known).isBefore(eventTime)) {
            store.put(key, StateFormats.TIME.toBytes(eventTime));
        }
    }

    /** Hands over everything, by scope, and forgets it. */
    public void drain(BiConsumer<Scope, ScopeDelta> send) {
        Map<String, Draft> drafts = new LinkedHashMap<>();
        List<byte[]> keys = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> entries = store.all()) {
            entries.forEachRemaining(entry -> {
                keys.add(entry.key);
                Draft.collect(drafts, entry.key, entry.value);
            });
        }
        keys.forEach(store::delete);
        drafts.forEach((scopeKey, draft) -> draft.deltas().forEach(delta -> send.accept(Scope.ofKey(scopeKey), delta)));
    }

    private static final class Draft {
        private Membership membership = Membership.ZERO;
        private @Nullable Instant newest;
        private final TreeMap<LocalDate, Partial> days = new TreeMap<>();
        private final Map<LocalDate, Integer> dayBytes = new HashMap<>();
        private Extremes extremes = Extremes.NONE;

        static void collect(Map<String, Draft> drafts, byte[] key, byte[] value) {
            String text = new String(key, StandardCharsets.UTF_8);
            int zero = text.indexOf('\0');
            Draft draft = drafts.computeIfAbsent(text.substring(0, zero), scope -> new Draft());
            switch (text.charAt(zero + 1)) {
                case DAY -> {
                    LocalDate day = LocalDate.parse(text.substring(zero + 2));
                    draft.days.put(day, StateFormats.PARTIAL.fromBytes(value));
                    draft.dayBytes.put(day, value.length);
                }
                case MEMBERSHIP -> draft.membership = StateFormats.MEMBERSHIP.fromBytes(value);
                case EXTREMES -> draft.extremes = StateFormats.EXTREMES.fromBytes(value);
                case NEWEST -> draft.newest = StateFormats.TIME.fromBytes(value);
                default -> throw new IllegalStateException("a partial is a day, a membership, a time or extremes");
            }
        }

        /** At least one; everything but days goes with the last, when all days have been told. */
        List<ScopeDelta> deltas() {
            List<ScopeDelta> deltas = new ArrayList<>();
            TreeMap<LocalDate, Partial> part = new TreeMap<>();
            int bytes = 0;
            for (Map.Entry<LocalDate, Partial> day : days.entrySet()) {
                int more = dayBytes.getOrDefault(day.getKey(), 0);
                if (!part.isEmpty() && bytes + more > MAX_DELTA_BYTES) {
                    deltas.add(new ScopeDelta(Membership.ZERO, null, part, Extremes.NONE, Refusals.NONE));
                    part = new TreeMap<>();
                    bytes = 0;
                }
                part.put(day.getKey(), day.getValue());
                bytes += more;
            }
            deltas.add(new ScopeDelta(membership, newest, part, extremes, Refusals.NONE));
            return deltas;
        }
    }
}
