package io.cohortroi.domain.metrics;

/**
 * Where a cohort's ROI is heading.
 *
 * @param slopePerWeek change of the multiplier a week, weighted by completions; 0 where insufficient
 * @param pValue of a slope at least this steep where nothing changes, in one look; 1 where insufficient
 * @param windows complete weeks with completions that were looked at
 */
public record TrendResult(Direction direction, double slopePerWeek, double pValue, int windows) {

    /** What may be said of a cohort's ROI. */
    public enum Direction {
        IMPROVING,
        STABLE,
        DEGRADING,
        INSUFFICIENT;

        /** The name in topics and pages: {@code improving}. */
        public String label() {
            return switch (this) {
                case IMPROVING -> "improving";
                case STABLE -> "stable";
                case DEGRADING -> "degrading";
                case INSUFFICIENT -> "insufficient";
            };
        }
    }
}
