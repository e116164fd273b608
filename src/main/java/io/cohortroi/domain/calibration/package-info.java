/**
 * Whether the expectations were right: baselines against actual ROI with verdict, interval and a shrunk recommendation,
 * the judgement of a calibration on data it has not seen, and the cost charged against the finance ledger, live and
 * with what late entries change. Baselines
 * never enter an actual ROI, so that none of this is circular.
 */
@NullMarked
package io.cohortroi.domain.calibration;

import org.jspecify.annotations.NullMarked;
