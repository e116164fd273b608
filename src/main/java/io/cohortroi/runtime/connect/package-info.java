/**
 * Runs the JSONL sink inside this process: a Kafka Connect worker without its REST server, for {@code demo},
 * {@code analyze} and every {@code run} that has no Connect cluster. The connector itself is in
 * {@code io.cohortroi.connect} and does not know where it runs.
 */
@NullMarked
package io.cohortroi.runtime.connect;

import org.jspecify.annotations.NullMarked;
