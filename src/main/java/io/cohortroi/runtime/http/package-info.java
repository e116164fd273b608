/**
 * What people and programs look at: the API under {@code /api/v1}, server push, health, metrics and the page. It
 * answers from snapshots of the compacted output topics and asks nothing of the stream, so that 500 viewers cost the
 * stream what one costs. It listens on loopback; beyond that it refuses to start without a bearer token.
 */
@NullMarked
package io.cohortroi.runtime.http;

import org.jspecify.annotations.NullMarked;
