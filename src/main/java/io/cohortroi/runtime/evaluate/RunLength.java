package io.cohortroi.runtime.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;

/** Run lengths and delays by simulation. */
final class RunLength {
    private RunLength() {}

    /** @param alarms within {@code records} over all streams together */
    record Seen(long records, long alarms) {
        double recordsPerAlarm() {
            return alarms == 0 ? Double.POSITIVE_INFINITY : (double) records / alarms;
        }

        double alarmsPerMillion() {
            return 1e6 * alarms / records;
        }
    }

    /** Deals records of a constant mean to so many streams until there were so many alarms, or that many records. */
    static Seen untilAlarms(
            Supplier<StreamDetector> detector,
            int streams,
            RatioLaw law,
            double mean,
            int alarms,
            long mostRecords,
            SplittableRandom random) {
        StreamDetector[] all = new StreamDetector[streams];
        Arrays.setAll(all, i -> detector.get());
        long records = 0;
        long seen = 0;
        while (seen < alarms && records < mostRecords) {
            StreamDetector stream = all[streams == 1 ? 0 : random.nextInt(streams)];
            records++;
            if (stream.alarms(mean * law.draw(random))) {
                seen++;
            }
        }
        return new Seen(records, seen);
    }

    /**
     * The height at which a rival alarms once per {@code target} records of the given mean, by bisection.
     *
     * @param detector by height
     */
    static double tuned(
            DoubleFunction<StreamDetector> detector,
            RatioLaw law,
            double mean,
            double target,
            int alarms,
            SplittableRandom random) {
        double low = 0;
        double high = 20;
        for (int step = 0; step < 11; step++) {
            double height = (low + high) / 2;
            Seen seen = untilAlarms(
                    () -> detector.apply(height), 1, law, mean, alarms, (long) (2 * target * alarms), random.split());
            if (seen.recordsPerAlarm() < target) {
                low = height;
            } else {
                high = height;
            }
        }
        return high;
    }

    /** The mean of record i after the change, i from 0. */
    @FunctionalInterface
    interface Course {
        double mean(int record);
    }

    /**
     * Delays in completions after records in control; a stream that does not alarm counts as {@code most}.
     *
     * @param most how many records after the change are looked at
     */
    static Delays delays(
            Supplier<StreamDetector> detector,
            int streams,
            int inControl,
            RatioLaw law,
            Course course,
            int most,
            SplittableRandom random) {
        List<Integer> delays = new ArrayList<>();
        int missed = 0;
        for (int stream = 0; stream < streams; stream++) {
            StreamDetector each = detector.get();
            for (int record = 0; record < inControl; record++) {
                each.alarms(law.draw(random));
            }
            int delay = 0;
            boolean alarmed = false;
            while (!alarmed && delay < most) {
                alarmed = each.alarms(course.mean(delay) * law.draw(random));
                delay++;
            }
            missed += alarmed ? 0 : 1;
            delays.add(alarmed ? delay : Integer.MAX_VALUE);
        }
        return Delays.of(delays, missed);
    }

    /**
     * @param median in completions; absent (infinite) where at least half were missed
     * @param p90 likewise
     * @param missed share of streams that did not alarm in the time given
     */
    record Delays(int streams, double median, double p90, double missed) {
        static Delays of(List<Integer> delays, int missed) {
            List<Integer> sorted = delays.stream().sorted().toList();
            return new Delays(
                    sorted.size(), quantile(sorted, 0.5), quantile(sorted, 0.9), (double) missed / sorted.size());
        }

        private static double quantile(List<Integer> sorted, double share) {
            int value = sorted.get((int) Math.ceil(share * sorted.size()) - 1);
            return value == Integer.MAX_VALUE ? Double.POSITIVE_INFINITY : value;
        }
    }
}
