/** The compact binary form of state values: varints, zig-zag longs, big integers, strings. Only bytes in memory, never a stream. */
@NullMarked
package io.cohortroi.domain.binary;

import org.jspecify.annotations.NullMarked;
