package io.cohortroi.runtime.topics;

/** The cluster could not be asked, or refused; the message is one sentence for people. */
public final class TopicAdminException extends RuntimeException {
    public TopicAdminException(String message) {
        super(message);
    }

    public TopicAdminException(String message, Throwable cause) {
        super(message, cause);
    }
}
