/** Event time: the order in which a task processes, and the newest event time of its partition. */
@NullMarked
package io.cohortroi.topology.time;

import org.jspecify.annotations.NullMarked;
