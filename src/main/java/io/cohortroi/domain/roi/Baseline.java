package io.cohortroi.domain.roi;

import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.reference.Versioned;
import java.math.BigDecimal;
import java.time.Instant;

/** The benefit-cost ratio expected of an archetype; greater than 0. It never enters an actual ROI. */
public record Baseline(Archetype archetype, BigDecimal roiMultiplier, String source) {

    /** What is expected until a baseline is published: version 0, effective since ever. */
    public static Versioned<Baseline> theoretical(Archetype archetype) {
        Baseline baseline = new Baseline(archetype, archetype.theoreticalBaseline(), "theoretical");
        return new Versioned<>(baseline, 0, Instant.EPOCH, Place.BUILT_IN);
    }
}
