package io.cohortroi.topology.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.domain.learner.TimelineEntry;
import io.cohortroi.topology.Names;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.StoreBuilder;
import org.junit.jupiter.api.Test;

class LearnerKeysTest {
    private static final byte[] L1 = "L1".getBytes(StandardCharsets.UTF_8);
    private static final Instant TIME = Instant.parse("2025-01-01T00:00:00Z");

    @Test
    void shouldKnowALearnersEntriesFromThoseOfSimilarIds() {
        for (String id : List.of("L1", "L10", "XL1", "")) {
            boolean same = id.equals("L1");
            assertThat(isOf(Names.LEARNERS, id.getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(same);
            assertThat(isOf(Names.COMPLETIONS, Keys.of(id, "L1"))).isEqualTo(same);
            assertThat(isOf(Names.ACTIVITY_IDS, Keys.of(id, "L1"))).isEqualTo(same);
            assertThat(isOf(Names.TIMELINES, Keys.ofEntry(id, TIME, TimelineEntry.Kind.PROFILE, "L1")))
                    .isEqualTo(same);
            assertThat(isOf(Names.WAITING, Keys.ofWaiting(TIME, id, "L1"))).isEqualTo(same);
            assertThat(isOf(Names.WAITING, Keys.ofWaiting(Instant.MAX, id, "C1")))
                    .isEqualTo(same);
        }
    }

    /** A new store goes into one of the two lists: an erasure has to look into those of learners. */
    @Test
    void shouldKnowOfEveryStoreWhetherItHoldsLearners() {
        List<String> others = List.of(
                Names.ERASED,
                Names.PARTIALS,
                Names.INSIGHT_PARTIALS,
                Names.LEDGER,
                Names.CLOCK,
                Names.SCOPES,
                Names.SCOPE_DAYS,
                Names.CHANGED_SCOPES,
                Names.SCOPE_RULES,
                Names.INSIGHT_SUMS,
                Names.CHANGED_INSIGHTS,
                Names.APPLIED_BASELINES,
                Names.LEDGER_ENTRIES,
                Names.ENTRY_OUTCOMES,
                Names.WORKFLOW_COSTS,
                Names.CHANGED_COSTS,
                Names.COST_CLOCK);
        List<String> known = new ArrayList<>(LearnerKeys.STORES);
        known.addAll(others);

        assertThat(new Stores(true).all().stream().map(StoreBuilder::name)).containsExactlyInAnyOrderElementsOf(known);
    }

    private static boolean isOf(String store, byte[] key) {
        return LearnerKeys.isOf(store, key, L1);
    }
}
