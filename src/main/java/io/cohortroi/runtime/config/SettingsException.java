package io.cohortroi.runtime.config;

/** A setting is unknown or has a bad value. The message names key, rule, value (unless secret) and where it was set. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }

    public SettingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
