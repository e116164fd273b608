package io.cohortroi.domain.roi;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A component of the catalogue as a capability area: {@code discovered} says how many capabilities it has (at least 0),
 * {@code value} what one is worth, in major units, where the company says so.
 */
public record CapabilityArea(
        String component,
        Category category,
        long discovered,
        @Nullable BigDecimal value) {
    /** What an area is about; gaps weigh it by archetype. */
    public enum Category {
        LEARNING,
        DOMAIN,
        FRAMEWORK,
        ASYNC,
        OTHER
    }
}
