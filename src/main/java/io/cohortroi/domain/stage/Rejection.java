package io.cohortroi.domain.stage;

/**
 * Why a record cannot be applied: a stable code for machines, and a sentence for people that names the rule and, where
 * it is no learner's datum, the value.
 */
public record Rejection(Code code, String detail) {
    /** The stable reasons; their text is {@link #text()}. */
    public enum Code {
        MALFORMED,
        INVALID,
        KEY_MISMATCH,
        FUTURE,
        BEYOND_HORIZON,
        CURRENCY,
        OVERSIZE,
        QUARANTINED;

        /** {@code beyond-horizon}. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }
}
