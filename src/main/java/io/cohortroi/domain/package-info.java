/**
 * What the product means, in pure Java: no Kafka, no JSON, no logging, no clock, no randomness, no input or output.
 * Everything is {@code (state, event) -> (state', output)} over immutable values, so that a test can say what a stream
 * processor would do without starting one.
 */
@NullMarked
package io.cohortroi.domain;

import org.jspecify.annotations.NullMarked;
