package io.cohortroi.domain.alert;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/**
 * The rule {@code calibration_drift} for one archetype: {@code (state, day cells, clock) -> (state', alerts)}. Like
 * {@link VarianceMonitor} it looks at the end of every day with completions that it has not looked at, in event order,
 * then provisionally at the clock's day, which may raise and not resolve; called once at the end of the input it is the
 * pure fold over the final cells. While an alert stands it is published once a week. What is predicted is the mean baseline that the records were judged by; a new
 * baseline begins a new epoch, counts from its day on, and closes what stands as superseded.
 */
public final class DriftMonitor {
    private final String subject;
    private final CalibrationDriftDetector detector;

    public DriftMonitor(String subject, CalibrationDriftDetector detector) {
        this.subject = subject;
        this.detector = detector;
    }

    /** @param alerts what to publish, in order */
    public record Advance(DriftState state, List<Alert> alerts) {}

    /**
     * @param cells by day, all there are
     * @param epochs the days on which a new baseline took effect for the archetype
     * @param newestEvent event time of the newest record of the archetype; never goes back
     */
    public Advance advance(
            DriftState before,
            NavigableMap<LocalDate, VarianceCell> cells,
            NavigableSet<LocalDate> epochs,
            Instant newestEvent) {
        LocalDate today = Window.dayOf(newestEvent);
        Look look = new Look(before);
        LocalDate closed = before.closedThrough();
        NavigableMap<LocalDate, VarianceCell> open = cells.headMap(today, false);
        look.count(cells, closed, epochs);
        for (VarianceCell cell : (closed == null ? open : open.tailMap(closed, false)).values()) {
            if (cell.n() > 0) {
                look.enterEpoch(epochs.floor(cell.day()));
                look.count(cell);
                look.at(cell.day(), Window.startOf(cell.day().plusDays(1)), true);
            }
        }
        look.enterEpoch(epochs.floor(today));
        look.count(cells.getOrDefault(today, VarianceCell.empty(today)));
        look.at(today, newestEvent, false);
        return new Advance(new DriftState(today.minusDays(1), look.epoch, look.standing), look.alerts);
    }

    /** One call of {@link #advance}: sums since the epoch began, and what stands. */
    private final class Look {
        private final List<Alert> alerts = new ArrayList<>();
        private @Nullable LocalDate epoch;
        private @Nullable Alert standing;
        private @Nullable LocalDate since;
        private long n;
        private BigInteger roi = BigInteger.ZERO;
        private BigInteger roiSquares = BigInteger.ZERO;
        private BigInteger expected = BigInteger.ZERO;

        Look(DriftState state) {
            this.epoch = state.epoch();
            this.standing = state.standing();
        }

        /** The days that were looked at already, as they are by now. */
        void count(
                NavigableMap<LocalDate, VarianceCell> cells,
                @Nullable LocalDate closed,
                NavigableSet<LocalDate> epochs) {
            if (closed == null) {
                return;
            }
            enterEpoch(epochs.floor(closed));
            NavigableMap<LocalDate, VarianceCell> past = cells.headMap(closed, true);
            (epoch == null ? past : past.tailMap(epoch, true)).values().forEach(this::count);
        }

        void count(VarianceCell cell) {
            if (cell.n() <= 0) {
                return;
            }
            since = since == null ? cell.day() : since;
            n += cell.n();
            roi = roi.add(cell.roiSum());
            roiSquares = roiSquares.add(cell.roiSquareSum());
            expected = expected.add(cell.expectedSum());
        }

        void enterEpoch(@Nullable LocalDate current) {
            if (current == null || current.equals(epoch)) {
                return;
            }
            if (standing != null) {
                LifeCycle.supersede(standing, Window.startOf(current))
                        .published()
                        .ifPresent(alerts::add);
                standing = null;
            }
            epoch = current;
            since = null;
            n = 0;
            roi = BigInteger.ZERO;
            roiSquares = BigInteger.ZERO;
            expected = BigInteger.ZERO;
        }

        void at(LocalDate day, Instant at, boolean complete) {
            BigDecimal actual = WindowSums.mean(roi, n);
            BigDecimal baseline = WindowSums.mean(expected, n);
            if (since == null || actual == null || baseline == null || baseline.signum() <= 0) {
                endWithoutRecords(at);
                return;
            }
            BigDecimal error = BigDecimal.valueOf(WindowSums.standardError(n, roi, roiSquares))
                    .setScale(WindowSums.DECIMALS, RoundingMode.HALF_UP);
            Reading reading =
                    detector.read(new CalibrationDriftDetector.Observation(since, baseline, actual, error, n), day, at);
            LifeCycle.Step step = LifeCycle.step(
                    AlertRule.CALIBRATION_DRIFT, subject, standing, complete ? reading : reading.unrecovered());
            Alert after = step.standing();
            if (after == null || standing == null || LifeCycle.isNews(standing, after)) {
                standing = after;
                step.published().ifPresent(alerts::add);
            }
        }

        private void endWithoutRecords(Instant at) {
            if (standing != null && !at.isBefore(standing.window().end())) {
                LifeCycle.supersede(standing, at).published().ifPresent(alerts::add);
                standing = null;
            }
        }
    }
}
