/**
 * The Kafka Streams topology: wiring only. Start at {@link io.cohortroi.topology.CohortRoiTopology}, whose
 * {@code build()} is the table of contents; every step is a processor that reads its stores, calls the domain, writes
 * its stores and forwards.
 */
@NullMarked
package io.cohortroi.topology;

import org.jspecify.annotations.NullMarked;
