package io.cohortroi.runtime.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What came out.
 *
 * @param latencyUs microseconds from a record's intended arrival to the return of the put that made it durable
 * @param senderLateUs microseconds the sender was behind its own plan when it began a put
 * @param sinkBytesPerSecond one value a repetition
 * @param plainBytesPerSecond one value a repetition: append and flush of the same bytes, nothing else
 */
public record SinkBenchResult(
        Histogram latencyUs,
        Histogram senderLateUs,
        List<Double> sinkBytesPerSecond,
        List<Double> plainBytesPerSecond) {

    /** Sink ÷ plain of every pair of repetitions, ascending. */
    public List<Double> ratios() {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < sinkBytesPerSecond.size(); i++) {
            ratios.add(sinkBytesPerSecond.get(i) / plainBytesPerSecond.get(i));
        }
        Collections.sort(ratios);
        return ratios;
    }

    /** The middle value of a list of any order. */
    public static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
