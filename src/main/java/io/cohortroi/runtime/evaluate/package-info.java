/**
 * How good the answers are: simulations and real data against which archetypes, alerts and trends are judged, with
 * rivals beside them. Nothing here runs in the stream. Every number comes from a seed that is printed with it.
 */
@NullMarked
package io.cohortroi.runtime.evaluate;

import org.jspecify.annotations.NullMarked;
