/** What cannot be applied: dead letters and late events, with the original bytes and where they stood. */
@NullMarked
package io.cohortroi.topology.error;

import org.jspecify.annotations.NullMarked;
