package io.cohortroi.runtime.evaluate;

import io.cohortroi.runtime.evaluate.AlertReport.DayCells;
import io.cohortroi.runtime.evaluate.AlertReport.Delay;
import io.cohortroi.runtime.evaluate.AlertReport.FalseAlarms;
import io.cohortroi.runtime.evaluate.AlertReport.InControl;
import io.cohortroi.runtime.evaluate.AlertReport.LifeCycles;
import io.cohortroi.runtime.evaluate.AlertReport.Tuning;
import io.cohortroi.runtime.evaluate.RunLength.Course;
import io.cohortroi.runtime.evaluate.RunLength.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;

/**
 * How often the variance rule is wrong and how fast it is right where the truth is known, through the classes the
 * product runs, beside its rivals. The same seed gives the same report.
 */
public final class AlertEvaluation {
    static final String EVIDENCE = "e-detector";
    static final String CUSUM = "CUSUM";
    static final String GLR = "GLR";
    static final String NAIVE = "rolling 30";

    private static final int IN_CONTROL = 500;
    private static final double KNOWN_CV = 0.5;
    private static final double OTHER_CV = 0.7;

    private final long seed;
    private final boolean quick;
    private final List<Double> records;
    private final Consumer<String> progress;
    private int cell;

    /**
     * @param records ratios of ROI to baseline of real records to draw from as well; none if empty
     * @param progress told what is being simulated, in plain words
     */
    public AlertEvaluation(long seed, boolean quick, List<Double> records, Consumer<String> progress) {
        this.seed = seed;
        this.quick = quick;
        this.records = List.copyOf(records);
        this.progress = progress;
    }

    public AlertReport run() {
        cell = 0;
        List<FalseAlarms> falseAlarms = falseAlarms();
        List<InControl> inControl = inControl();
        List<Tuning> tunings = tunings();
        List<Delay> delays = delays(tunings);
        progress.accept("day cells");
        List<DayCells> dayCells = new AlertDayCells(quick, random()).run();
        progress.accept("life cycles");
        LifeCycles lifeCycles = new AlertCohorts(quick ? 60 : 1_000, random()).run();
        return new AlertReport(
                seed,
                quick,
                falseAlarms,
                inControl,
                tunings,
                delays,
                dayCells,
                lifeCycles,
                AlertMustShow.rows(falseAlarms, inControl, delays, dayCells, lifeCycles));
    }

    private List<RatioLaw> laws() {
        List<RatioLaw> laws = new ArrayList<>();
        if (quick) {
            laws.add(RatioLaw.gamma(KNOWN_CV));
            laws.add(RatioLaw.lognormal(OTHER_CV));
        } else {
            for (double cv : new double[] {0.3, KNOWN_CV, OTHER_CV}) {
                laws.add(RatioLaw.gamma(cv));
                laws.add(RatioLaw.lognormal(cv));
            }
        }
        if (!records.isEmpty()) {
            laws.add(RatioLaw.ofRecords(records));
        }
        return laws;
    }

    private double[] bars() {
        return quick ? new double[] {1_000} : new double[] {1_000, 10_000};
    }

    private List<FalseAlarms> falseAlarms() {
        List<FalseAlarms> rows = new ArrayList<>();
        int alarms = quick ? 60 : 200;
        for (RatioLaw law : laws()) {
            progress.accept("false alarms at the edge of the null: " + law);
            for (double mean : new double[] {1.1, 0.9}) {
                for (double c : bars()) {
                    for (int cohorts : new int[] {1, 500}) {
                        rows.add(
                                falseAlarms(EVIDENCE, c, law, mean, cohorts, alarms, () -> StreamDetector.evidence(c)));
                    }
                }
                rows.add(falseAlarms(NAIVE, 1_000, law, mean, 1, 2_000, () -> StreamDetector.rolling(30)));
            }
        }
        return rows;
    }

    private FalseAlarms falseAlarms(
            String method,
            double c,
            RatioLaw law,
            double mean,
            int cohorts,
            int alarms,
            Supplier<StreamDetector> detector) {
        long most = (long) (20 * c * alarms);
        Seen seen = RunLength.untilAlarms(detector, cohorts, law, mean, alarms, most, random());
        return new FalseAlarms(method, c, law.toString(), mean, cohorts, seen.records(), seen.alarms());
    }

    private List<InControl> inControl() {
        List<InControl> rows = new ArrayList<>();
        int streams = quick ? 60 : 500;
        for (RatioLaw law : laws()) {
            progress.accept("streams at the baseline: " + law);
            rows.add(inControl(EVIDENCE, 10_000, law, streams, () -> StreamDetector.evidence(10_000)));
            rows.add(inControl(NAIVE, 0, law, streams, () -> StreamDetector.rolling(30)));
        }
        return rows;
    }

    private InControl inControl(String method, double c, RatioLaw law, int streams, Supplier<StreamDetector> detector) {
        SplittableRandom random = random();
        int length = 10_000;
        long alarms = 0;
        int alarmed = 0;
        for (int stream = 0; stream < streams; stream++) {
            Seen seen = RunLength.untilAlarms(detector, 1, law, 1, Integer.MAX_VALUE, length, random);
            alarms += seen.alarms();
            alarmed += seen.alarms() > 0 ? 1 : 0;
        }
        return new InControl(
                method, c, law.toString(), streams, (double) alarmed / streams, 1e6 * alarms / length / streams);
    }

    /** The shifts rivals are tuned for; the smallest that is outside the null by more than a hair. */
    private int[] rivalShifts() {
        return quick ? new int[] {25, -25} : new int[] {12, -12, 15, -15, 25, -25, 50, -50};
    }

    private List<Tuning> tunings() {
        List<Tuning> rows = new ArrayList<>();
        for (double c : bars()) {
            for (int shift : rivalShifts()) {
                progress.accept(String.format(Locale.ROOT, "tuning CUSUM, c %.0f, %+d %%", c, shift));
                rows.add(tuning(CUSUM, c, shift, cusum(shift)));
            }
            for (int side : new int[] {1, -1}) {
                progress.accept(String.format(Locale.ROOT, "tuning GLR, c %.0f, %+d", c, side));
                rows.add(tuning(GLR, c, side, glr(side)));
            }
        }
        return rows;
    }

    private Tuning tuning(String method, double c, int shift, DoubleFunction<StreamDetector> rival) {
        int alarms = quick ? 60 : 200;
        double edge = edge(shift);
        double height = RunLength.tuned(rival, RatioLaw.gamma(KNOWN_CV), edge, c, alarms, random());
        return new Tuning(
                method,
                c,
                shift,
                height,
                runLength(rival, height, KNOWN_CV, edge, c, alarms),
                runLength(rival, height, OTHER_CV, edge, c, alarms));
    }

    private double runLength(
            DoubleFunction<StreamDetector> rival, double height, double cv, double edge, double c, int alarms) {
        return RunLength.untilAlarms(
                        () -> rival.apply(height),
                        1,
                        RatioLaw.gamma(cv),
                        edge,
                        alarms,
                        (long) (4 * c * alarms),
                        random())
                .recordsPerAlarm();
    }

    private static DoubleFunction<StreamDetector> cusum(int shift) {
        return height -> StreamDetector.cusum(KNOWN_CV, edge(shift), 1 + shift / 100.0, height);
    }

    private static DoubleFunction<StreamDetector> glr(int side) {
        return height -> StreamDetector.glr(KNOWN_CV, edge(side), side > 0, height);
    }

    /** The mean of the null that is nearest to a shift beyond it. */
    private static double edge(int shift) {
        return shift > 0 ? 1.1 : 0.9;
    }

    private List<Delay> delays(List<Tuning> tunings) {
        List<Delay> rows = new ArrayList<>();
        int[] shifts =
                quick ? new int[] {25, -25, 50, -50} : new int[] {5, -5, 10, -10, 12, -12, 15, -15, 25, -25, 50, -50};
        for (double c : new double[] {1_000, 10_000}) {
            for (double cv : quick ? new double[] {KNOWN_CV} : new double[] {KNOWN_CV, OTHER_CV}) {
                for (int shift : shifts) {
                    progress.accept(String.format(Locale.ROOT, "delays: c %.0f, cv %.1f, %+d %%", c, cv, shift));
                    rows.add(delay(EVIDENCE, c, cv, step(shift), () -> StreamDetector.evidence(c)));
                    tunings.stream()
                            .filter(each -> each.c() == c && isFor(each, shift))
                            .forEach(each -> rows.add(delay(each.method(), c, cv, step(shift), rival(each))));
                }
            }
            if (!quick) {
                for (Change change : otherChanges()) {
                    progress.accept(String.format(Locale.ROOT, "delays: c %.0f, %s", c, change.name()));
                    rows.add(delay(EVIDENCE, c, KNOWN_CV, change, () -> StreamDetector.evidence(c)));
                }
            }
        }
        return rows;
    }

    private static boolean isFor(Tuning tuning, int shift) {
        return tuning.method().equals(CUSUM)
                ? tuning.shiftPct() == shift
                : Math.abs(shift) >= 12 && tuning.shiftPct() == Integer.signum(shift);
    }

    private static Supplier<StreamDetector> rival(Tuning tuning) {
        DoubleFunction<StreamDetector> rival =
                tuning.method().equals(CUSUM) ? cusum(tuning.shiftPct()) : glr(tuning.shiftPct());
        return () -> rival.apply(tuning.height());
    }

    /** @param end the mean it ends with */
    private record Change(String name, Course course, double end) {}

    private static Change step(int shift) {
        double mean = 1 + shift / 100.0;
        return new Change(String.format(Locale.ROOT, "%+d %%", shift), record -> mean, mean);
    }

    /**
     * Ramps, and a mix that changes: every record is held against its own archetype's baseline, so that a mix of
     * archetypes that are each on theirs has mean 1 whatever the mix; with one of two archetypes 30 % short, a mix that
     * goes from 20 % to 80 % of it takes the mean from 0.94 to 0.76.
     */
    private static List<Change> otherChanges() {
        return List.of(
                new Change("ramp to +25 % in 500", record -> 1 + 0.25 * Math.min(1, record / 500.0), 1.25),
                new Change("ramp to -25 % in 500", record -> 1 - 0.25 * Math.min(1, record / 500.0), 0.75),
                new Change("mix, archetypes on baseline", record -> 1, 1),
                new Change("mix towards one 30 % short", record -> record % 5 == 0 ? 1 : 0.7, 0.76));
    }

    private Delay delay(String method, double c, double cv, Change change, Supplier<StreamDetector> detector) {
        int streams = 400;
        RunLength.Delays seen =
                RunLength.delays(detector, streams, IN_CONTROL, RatioLaw.gamma(cv), change.course(), 3_000, random());
        return new Delay(
                method,
                c,
                cv,
                change.name(),
                streams,
                seen.median(),
                seen.p90(),
                seen.missed(),
                bound(c, cv, change.end()));
    }

    /** ln(c) over the divergence of the gamma law after the change from the one in control, whose mean is 1. */
    private static double bound(double c, double cv, double mean) {
        return StrictMath.log(c) * cv * cv / (mean - 1 - StrictMath.log(mean));
    }

    /** Every cell has its own stream of numbers. */
    private SplittableRandom random() {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + cell++);
    }
}
