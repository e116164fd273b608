package io.cohortroi.topology.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.metrics.Booking;
import io.cohortroi.domain.metrics.Membership;
import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.domain.stage.ScopeDelta;
import io.cohortroi.domain.stage.ScopeTotals;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class PartialStoreTest {
    private static final Instant FIRST = Instant.parse("1990-01-01T12:00:00Z");

    @Test
    void shouldSendABackfillOfDecadesInDifferencesThatABrokerTakes() {
        PartialStore partials = store();
        int days = 10_000;
        for (int day = 0; day < days; day++) {
            partials.add(Scope.OVERALL, booking(FIRST.plus(day, ChronoUnit.DAYS)), 1);
        }
        partials.add(Scope.OVERALL, Membership.of(true, Archetype.SPECIALIST));
        partials.touch(Scope.OVERALL, FIRST);

        List<ScopeDelta> deltas = drained(partials);

        assertThat(deltas)
                .hasSizeGreaterThan(1)
                .allSatisfy(delta -> assertThat(StateFormats.DELTA.toBytes(delta).length)
                        .isLessThan(2 * PartialStore.MAX_DELTA_BYTES));
        assertThat(deltas)
                .filteredOn(delta -> delta.newestEvent() != null)
                .containsExactly(deltas.get(deltas.size() - 1));
        ScopeTotals totals = ScopeTotals.NOTHING;
        for (ScopeDelta delta : deltas) {
            totals = totals.plus(delta);
        }
        assertThat(totals.sums().completions()).isEqualTo(days);
        assertThat(totals.membership()).isEqualTo(Membership.of(true, Archetype.SPECIALIST));
        assertThat(totals.newestEvent()).isEqualTo(FIRST);
        assertThat(drained(partials)).isEmpty();
    }

    private static List<ScopeDelta> drained(PartialStore partials) {
        List<ScopeDelta> deltas = new ArrayList<>();
        partials.drain((scope, delta) -> {
            assertThat(scope).isEqualTo(Scope.OVERALL);
            deltas.add(delta);
        });
        return deltas;
    }

    private static PartialStore store() {
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
        KeyValueStore<byte[], byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(io.cohortroi.topology.Names.PARTIALS),
                        Serdes.ByteArray(),
                        Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        return new PartialStore(context);
    }

    private static Booking booking(Instant completedAt) {
        return new Booking(
                "cohort-001",
                Archetype.SPECIALIST,
                "wf-045",
                completedAt,
                new BigDecimal("2400.00"),
                BigDecimal.ZERO,
                new BigDecimal("4608.00"),
                new BigDecimal("1.92"),
                new BigDecimal("1.6"),
                1,
                8,
                new BigDecimal("0.95"));
    }
}
