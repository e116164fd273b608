/** Bytes to values and back: JSON at the edges, the compact binary form in state. */
@NullMarked
package io.cohortroi.topology.serde;

import org.jspecify.annotations.NullMarked;
