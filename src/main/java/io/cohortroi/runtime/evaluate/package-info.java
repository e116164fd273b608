/**
 * How good the answers are, on data one points at. An evaluation replays real or simulated histories through the domain, judges
 * what was said along the way by what came out, and prints the split it was judged on. Nothing here runs in the stream.
 */
@NullMarked
package io.cohortroi.runtime.evaluate;

import org.jspecify.annotations.NullMarked;
