package io.cohortroi.runtime.evaluate;

import io.cohortroi.domain.alert.EDetector;
import io.cohortroi.domain.alert.EvidenceSums;
import io.cohortroi.runtime.evaluate.AlertReport.DayCells;
import io.cohortroi.runtime.evaluate.AlertReport.Delay;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What it costs to look at the evidence once a day, and how many starts a day should stake: one, as many as the day
 * before had records (the product), or as many as the day itself has. The last assumes that the number of records says
 * nothing about their ROI.
 */
final class AlertDayCells {
    private static final double C = 10_000;
    private static final RatioLaw LAW = RatioLaw.gamma(0.5);

    private enum Starts {
        ONE("1"),
        DAY_BEFORE("records of the day before"),
        DAY_ITSELF("records of the day");

        private final String label;

        Starts(String label) {
            this.label = label;
        }

        long of(int before, int today) {
            return switch (this) {
                case ONE -> 1;
                case DAY_BEFORE -> before;
                case DAY_ITSELF -> today;
            };
        }
    }

    private final boolean quick;
    private final SplittableRandom random;

    AlertDayCells(boolean quick, SplittableRandom random) {
        this.quick = quick;
        this.random = random;
    }

    List<DayCells> run() {
        List<DayCells> rows = new ArrayList<>();
        for (double perDay : quick ? new double[] {3} : new double[] {0.7, 3, 20, 100}) {
            for (Starts starts : Starts.values()) {
                List<Delay> delays = new ArrayList<>();
                for (int shift : quick ? new int[] {25} : new int[] {15, 25, 50, -25, -50}) {
                    delays.add(delay(starts, perDay, shift));
                }
                rows.add(new DayCells(starts.label, perDay, runLength(starts, perDay) / C, delays));
            }
        }
        return rows;
    }

    /** One stream; days without records are skipped, as the product skips them. */
    private final class Stream {
        private final Starts starts;
        private final double perDay;
        private EDetector detector = EDetector.zero();
        private int before = 1;

        Stream(Starts starts, double perDay) {
            this.starts = starts;
            this.perDay = perDay;
        }

        /** Sees the next day that has records; how many, negative if that day alarmed. */
        int day(double mean) {
            int today = 0;
            while (today == 0) {
                today = poisson(perDay, random);
            }
            EvidenceSums sums = EvidenceSums.empty();
            for (int i = 0; i < today; i++) {
                sums.addRatio(mean * LAW.draw(random), 1);
            }
            detector = detector.after(starts.of(before, today), sums);
            before = today;
            if (detector.value() < C) {
                return today;
            }
            detector = EDetector.zero();
            return -today;
        }
    }

    private double runLength(Starts starts, double perDay) {
        Stream stream = new Stream(starts, perDay);
        long records = 0;
        int alarms = 0;
        while (alarms < (quick ? 30 : 200) && records < (quick ? 1_000_000 : 10_000_000)) {
            int day = stream.day(1.1);
            records += Math.abs(day);
            alarms += day < 0 ? 1 : 0;
        }
        return alarms == 0 ? Double.POSITIVE_INFINITY : (double) records / alarms;
    }

    private Delay delay(Starts starts, double perDay, int shift) {
        List<Integer> delays = new ArrayList<>();
        int missed = 0;
        for (int i = 0; i < 400; i++) {
            Stream stream = new Stream(starts, perDay);
            int seen = 0;
            while (seen < 500) {
                seen += Math.abs(stream.day(1));
            }
            int delay = 0;
            boolean alarmed = false;
            while (!alarmed && delay < 3_000) {
                int day = stream.day(1 + shift / 100.0);
                delay += Math.abs(day);
                alarmed = day < 0;
            }
            missed += alarmed ? 0 : 1;
            delays.add(alarmed ? delay : Integer.MAX_VALUE);
        }
        RunLength.Delays seen = RunLength.Delays.of(delays, missed);
        return new Delay(
                AlertEvaluation.EVIDENCE,
                C,
                LAW.cv(),
                String.format(Locale.ROOT, "%+d %%", shift),
                seen.streams(),
                seen.median(),
                seen.p90(),
                seen.missed(),
                Double.POSITIVE_INFINITY);
    }

    /** Knuth's product of uniforms; a rounded normal where the mean is large. */
    static int poisson(double mean, SplittableRandom random) {
        if (mean > 60) {
            return (int) Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double limit = StrictMath.exp(-mean);
        double product = random.nextDouble();
        int count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }
}
