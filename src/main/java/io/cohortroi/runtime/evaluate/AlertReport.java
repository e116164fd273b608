package io.cohortroi.runtime.evaluate;

import java.util.List;

/** What {@link AlertEvaluation} found, in the order in which it is printed. */
public record AlertReport(
        long seed,
        boolean quick,
        List<FalseAlarms> falseAlarms,
        List<InControl> inControl,
        List<Tuning> tunings,
        List<Delay> delays,
        List<DayCells> dayCells,
        LifeCycles lifeCycles,
        List<MustShow> mustShow) {

    /**
     * Records dealt at a constant mean until there were enough alarms.
     *
     * @param c the bar: at most one alarm per c records is promised
     * @param mean of ROI over baseline: 1.1 or 0.9, the edges of the null
     */
    public record FalseAlarms(
            String method, double c, String law, double mean, int cohorts, long records, long alarms) {
        public double recordsPerAlarm() {
            return alarms == 0 ? Double.POSITIVE_INFINITY : (double) records / alarms;
        }
    }

    /**
     * Streams of 10,000 records whose mean is the baseline.
     *
     * @param share of the streams that alarmed at all
     */
    public record InControl(String method, double c, String law, int streams, double share, double alarmsPerMillion) {}

    /** A rival tuned to one alarm per c records at the edge of the null, and what is left of that at another CV. */
    public record Tuning(
            String method, double c, int shiftPct, double height, double runLength, double runLengthAtCv07) {}

    /**
     * Completions from a change to the alarm, after 500 in control, gamma.
     *
     * @param bound ln(c) over the Kullback-Leibler divergence from the law in control: what nothing that alarms at most
     *     once per c records can beat for large c (Lorden); infinite where nothing changes
     * @param missed share of streams that did not alarm in the time looked at
     */
    public record Delay(
            String method,
            double c,
            double cv,
            String change,
            int streams,
            double median,
            double p90,
            double missed,
            double bound) {}

    /**
     * The same evidence looked at once a day.
     *
     * @param starts how many starts a day stakes anew
     * @param runLengthPerC records per false alarm at the upper edge of the null, in units of c
     */
    public record DayCells(String starts, double perDay, double runLengthPerC, List<Delay> delays) {}

    /**
     * Cohorts through the rule as it runs live, several looks a day.
     *
     * @param breaches looks at which the week departed by more than the threshold with enough completions
     * @param unwarned those at which nothing stood
     * @param mostRaisedPerWindow the most alerts any cohort had raised in one week
     * @param resolvedEarly resolutions before the end of the alert's window
     * @param recovered cohorts that went critical and came back to their baseline
     * @param resolved those of them whose alert was resolved within the time looked at
     * @param resolvedAfter median of completions from recovery to resolution
     * @param falseResolutionsPer1000 of critical alerts while a shift of 25 % persists, per 1,000 completions
     */
    public record LifeCycles(
            int cohorts,
            long looks,
            long breaches,
            long unwarned,
            int mostRaisedPerWindow,
            long resolvedEarly,
            int recovered,
            int resolved,
            double resolvedAfter,
            double falseResolutionsPer1000) {}

    /** One line that has to hold. */
    public record MustShow(String claim, double value, String threshold, boolean met) {}

    public boolean met() {
        return mustShow.stream().allMatch(MustShow::met);
    }
}
