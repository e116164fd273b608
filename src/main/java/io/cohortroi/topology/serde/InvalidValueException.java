package io.cohortroi.topology.serde;

import io.cohortroi.domain.stage.Rejection;

/** A value breaks a rule of its schema; never leaves the decoder, which turns it into a rejected record. */
final class InvalidValueException extends Exception {
    private final Rejection.Code code;

    InvalidValueException(Rejection.Code code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    Rejection rejection() {
        return new Rejection(code, String.valueOf(getMessage()));
    }
}
