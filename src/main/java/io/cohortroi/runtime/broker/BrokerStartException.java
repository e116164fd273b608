package io.cohortroi.runtime.broker;

/** The broker did not start. The message is one or two sentences for a person: what is wrong, and what to do about it. */
public final class BrokerStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BrokerStartException(String message) {
        super(message);
    }

    public BrokerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
