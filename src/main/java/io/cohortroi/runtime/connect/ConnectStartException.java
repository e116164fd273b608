package io.cohortroi.runtime.connect;

import org.jspecify.annotations.Nullable;

/** The embedded sink cannot run; the message says why in one sentence. */
public final class ConnectStartException extends RuntimeException {
    public ConnectStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
