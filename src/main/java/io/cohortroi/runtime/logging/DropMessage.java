package io.cohortroi.runtime.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Drops warnings that say nothing to anyone, by a part of their text: a logger of Kafka's that is worth hearing otherwise has
 * a sentence or two for every normal start and stop. Errors always pass.
 */
public final class DropMessage extends Filter<ILoggingEvent> {

    private String containing = "";

    /** Set by logback from the element of this name. */
    public void setContaining(String part) {
        this.containing = part;
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        boolean drop = !containing.isEmpty()
                && event.getLevel().levelInt <= Level.WARN_INT
                && event.getMessage() != null
                && event.getMessage().contains(containing);
        return drop ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
