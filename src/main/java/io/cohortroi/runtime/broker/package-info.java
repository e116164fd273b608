/**
 * The embedded Kafka broker: one node, controller included, on loopback, with its data kept between runs. This is the only
 * package that imports the Kafka server; everyone else reaches a broker through a bootstrap address and never learns whether
 * it is this one. {@link io.cohortroi.runtime.broker.EmbeddedBroker} is the way in.
 */
@NullMarked
package io.cohortroi.runtime.broker;

import org.jspecify.annotations.NullMarked;
