package io.cohortroi.domain.insight;

import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.learner.Traits;
import io.cohortroi.domain.metrics.Sample;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Snapshots of four active learners whose traits are all in the middle, unless a test says otherwise. */
final class Snapshots {
    static final Traits MIDDLE = new Traits(0.5, 0.5, 0.5, 0.5, 0.5);

    private Snapshots() {}

    static CohortSnapshot of(@Nullable Archetype archetype, Map<String, Long> activated) {
        return new CohortSnapshot(
                "cohort-001", archetype, Map.of(), 4, activated, MIDDLE, Map.of(), new BigDecimal("1.6"), Map.of());
    }

    static CohortSnapshot ofMix(Map<Archetype, Long> mix, Map<String, Long> activated) {
        long active = mix.values().stream().mapToLong(Long::longValue).sum();
        return new CohortSnapshot("cohort-001", null, mix, active, activated, MIDDLE, Map.of(), null, Map.of());
    }

    static CohortSnapshot with(Traits traits, Map<String, Long> completionsByDomain, Map<String, Sample> realised) {
        return new CohortSnapshot(
                "cohort-001",
                Archetype.GENERALIST,
                Map.of(),
                4,
                Map.of(),
                traits,
                completionsByDomain,
                BigDecimal.ONE,
                realised);
    }
}
