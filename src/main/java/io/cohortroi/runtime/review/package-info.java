/**
 * What the numbers are for, on demand: insights explained, baselines calibrated and judged, charges held against the
 * ledger, and what would be different. Reads the results of a cluster or of a folder that {@code analyze} wrote; the
 * judgements themselves are made in the domain.
 */
@NullMarked
package io.cohortroi.runtime.review;

import org.jspecify.annotations.NullMarked;
