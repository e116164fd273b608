package io.cohortroi.runtime.config;

/** Text that nobody may see by accident: {@link #toString()} shows stars, {@link #reveal()} is the one way to it. */
public final class Secret {

    private static final String MASK = "****";

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    public String reveal() {
        return value;
    }

    /** Stars for something, nothing for nothing. */
    static String mask(String value) {
        return value.isEmpty() ? "" : MASK;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return mask(value);
    }
}
