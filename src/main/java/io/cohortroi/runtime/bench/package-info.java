/**
 * Measurements that print ratios: each arm of the product stands beside a plain arm of the same run, and no number is
 * printed for output that was not checked. Run on a quiet machine.
 */
@NullMarked
package io.cohortroi.runtime.bench;

import org.jspecify.annotations.NullMarked;
