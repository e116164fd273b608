package io.cohortroi.domain.alert;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The rule {@code cost_variance}: what ROI records charge a workflow for a closed period differs from what finance says
 * was spent. Both are counted, not sampled, so the difference is its own evidence. The subject is
 * {@link #subject workflow and period}, so that one month's open question does not hide another's; it ends as soon as
 * both agree.
 *
 * <p>A worked number: 10,300 charged, 10,000 in the ledger: +3 % of what finance says, beyond 2 %.
 *
 * @param thresholdPercent above 0
 */
public record CostVarianceDetector(BigDecimal thresholdPercent) {
    public static CostVarianceDetector standard() {
        return new CostVarianceDetector(new BigDecimal("2"));
    }

    /** {@code wf-045@2025-09}. */
    public static String subject(String workflowId, YearMonth period) {
        return workflowId + "@" + period;
    }

    /**
     * @param charged sum of the cost of the final records of the period, major units
     * @param ledger sum of the finance entries of the period, major units
     * @param records how many records were charged
     */
    public record Observation(YearMonth period, BigDecimal charged, BigDecimal ledger, long records) {}

    public Reading read(Observation period, Instant at) {
        Window month = new Window(start(period.period()), start(period.period().plusMonths(1)));
        boolean closed = !at.isBefore(month.end());
        BigDecimal variance = Percent.variance(period.charged(), period.ledger());
        boolean differs =
                variance == null ? period.charged().signum() != 0 : Percent.beyond(variance, thresholdPercent);
        Measures measures = new Measures(
                "total_cost",
                period.charged(),
                period.ledger(),
                variance,
                thresholdPercent,
                period.records(),
                null,
                null,
                null,
                null,
                null,
                List.of());
        return new Reading(
                closed && differs ? AlertSeverity.WARNING : null,
                !differs,
                month,
                measures,
                Window.startOf(Window.dayOf(at)),
                at);
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
