/** The stores of both stages behind the ports of the domain. */
@NullMarked
package io.cohortroi.topology.state;

import org.jspecify.annotations.NullMarked;
