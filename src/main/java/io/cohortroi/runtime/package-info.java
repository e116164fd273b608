/**
 * The application: everything that has to do with a process, a file, a socket or a clock. {@link io.cohortroi.runtime.Main}
 * hands over to {@code cli}, whose commands compose broker, topics, streams, sink, views and HTTP.
 */
@NullMarked
package io.cohortroi.runtime;

import org.jspecify.annotations.NullMarked;
