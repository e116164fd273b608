/** The life of the Kafka Streams clients: configuration, order of processing for bounded inputs, health, lag. */
@NullMarked
package io.cohortroi.runtime.streams;

import org.jspecify.annotations.NullMarked;
