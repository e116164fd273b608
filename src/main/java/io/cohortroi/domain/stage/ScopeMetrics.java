package io.cohortroi.domain.stage;

import io.cohortroi.domain.metrics.Membership;
import io.cohortroi.domain.metrics.QuantileSketch;
import io.cohortroi.domain.metrics.RoiSums;
import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.domain.metrics.TrendResult;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** A scope as published: totals, the day and week series to the newest event, oldest first, and the trend. */
public record ScopeMetrics(
        Scope scope,
        Membership membership,
        RoiSums sums,
        QuantileSketch sketch,
        TrendResult trend,
        List<Cell> days,
        List<Cell> weeks,
        Instant updatedAt) {

    /** One day, or one week by its Monday. */
    public record Cell(LocalDate start, RoiSums sums) {}
}
