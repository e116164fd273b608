package io.cohortroi.domain.binary;

/** A stored value is not what its format says. This is a broken disk or a bug, never bad input. */
public final class MalformedStateException extends IllegalStateException {
    public MalformedStateException(String message) {
        super(message);
    }
}
