package io.cohortroi.domain.insight;

/**
 * A capability area of the catalogue.
 *
 * @param discovered how many capabilities it has; with 0 there is nothing to activate, and no gap
 */
public record Component(String id, ComponentCategory category, long discovered) {
    public Component {
        if (discovered < 0) {
            throw new IllegalArgumentException(
                    "component " + id + " has no fewer than 0 capabilities, found " + discovered);
        }
    }
}
