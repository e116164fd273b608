package io.cohortroi.topology;

import io.cohortroi.domain.calibration.CalibrationPolicy;
import java.time.Duration;

/**
 * What shapes insights, calibration and reconciliation.
 *
 * @param every how often, in wall-clock time, differences leave the stage by learner and changed insights are published
 * @param recalibrates whether a confirmed drift writes a new version of the baseline by itself
 * @param closing how long after its end a month stays open for entries of the finance ledger; what comes later is late
 */
public record InsightOptions(Duration every, CalibrationPolicy calibration, boolean recalibrates, Duration closing) {}
