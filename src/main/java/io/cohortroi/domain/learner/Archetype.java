package io.cohortroi.domain.learner;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * How a person learns, as far as the stream has shown it. The theoretical baseline is the benefit-cost ratio expected
 * of the archetype until it is calibrated.
 */
public enum Archetype {
    FAST_LEARNER("Fast Learner", "1.8"),
    SPECIALIST("Specialist", "1.6"),
    POWER_USER("Power User", "1.4"),
    LONG_TERM_RETAINER("Long-term Retainer", "1.5"),
    GENERALIST("Generalist", "1.0");

    private final String label;
    private final BigDecimal theoreticalBaseline;

    Archetype(String label, String theoreticalBaseline) {
        this.label = label;
        this.theoreticalBaseline = new BigDecimal(theoreticalBaseline);
    }

    /** The name in every topic, file and page: {@code Long-term Retainer}. */
    public String label() {
        return label;
    }

    public BigDecimal theoreticalBaseline() {
        return theoreticalBaseline;
    }

    public static Optional<Archetype> ofLabel(String label) {
        for (Archetype archetype : values()) {
            if (archetype.label.equals(label)) {
                return Optional.of(archetype);
            }
        }
        return Optional.empty();
    }
}
