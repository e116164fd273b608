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
        drafts.forEach((scopeKey, draft) -> send.accept(
                Scope.ofKey(scopeKey),
                new ScopeDelta(draft.membership, draft.newest, draft.days, draft.extremes, Refusals.NONE)));
    }

    private static final class Draft {
        private Membership membership = Membership.ZERO;
        private @Nullable Instant newest;
        private final TreeMap<LocalDate, Partial> days = new TreeMap<>();
        private Extremes extremes = Extremes.NONE;

        static void collect(Map<String, Draft> drafts, byte[] key, byte[] value) {
            String text = new String(key, StandardCharsets.UTF_8);
            int zero = text.indexOf('\0');
            Draft draft = drafts.computeIfAbsent(text.substring(0, zero), scope -> new Draft());
            switch (text.charAt(zero + 1)) {
                case DAY ->
                    draft.days.put(LocalDate.parse(text.substring(zero + 2)), StateFormats.PARTIAL.fromBytes(value));
                case MEMBERSHIP -> draft.membership = StateFormats.MEMBERSHIP.fromBytes(value);
                case EXTREMES -> draft.extremes = StateFormats.EXTREMES.fromBytes(value);
                case NEWEST -> draft.newest = StateFormats.TIME.fromBytes(value);
                default -> throw new IllegalStateException("a partial is a day, a membership, a time or extremes");
            }
        }
    }
}
