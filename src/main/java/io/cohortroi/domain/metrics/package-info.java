/** What many completions earned: sums that add and subtract exactly, quantile sketches, day and week series, trend. */
@NullMarked
package io.cohortroi.domain.metrics;

import org.jspecify.annotations.NullMarked;
