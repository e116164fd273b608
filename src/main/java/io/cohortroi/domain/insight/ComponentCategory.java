package io.cohortroi.domain.insight;

import java.util.Locale;
import java.util.Optional;

/** What kind of capability area a component is, as {@code category} of the capabilities topic. */
public enum ComponentCategory {
    LEARNING,
    DOMAIN,
    FRAMEWORK,
    ASYNC,
    OTHER;

    /** The name in topics: {@code async}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ComponentCategory> ofLabel(String label) {
        for (ComponentCategory category : values()) {
            if (category.label().equals(label)) {
                return Optional.of(category);
            }
        }
        return Optional.empty();
    }
}
