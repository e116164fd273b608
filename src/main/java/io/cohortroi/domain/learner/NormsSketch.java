package io.cohortroi.domain.learner;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.binary.MalformedStateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * A mergeable account of raw traits, from which new {@link Norms} are made: per population, stage and trait a
 * histogram of the {@value RawTraits#CELLS} cells in which raw traits are compared. Adding is exact counting, so merging is
 * exact and in any order, and many learners with the same value stay many with the same value. Not thread-safe.
 */
public final class NormsSketch {
    private static final int CELLS = RawTraits.CELLS;

    /** Fewer learners than this at a stage say nothing about a population. */
    private static final long FEWEST = 20;

    private static final long SMALLEST_PART = 4;

    /** Cohorts with norms of their own, and the two of everybody. */
    private static final int MOST_POPULATIONS = 26;

    private final TreeMap<String, TreeMap<Integer, long[][]>> cells = new TreeMap<>();

    /**
     * Adds a learner at each stage that {@code eventTime} passes: with {@code before} at 6.9 weeks and an event at 8.1
     * weeks, once at week 8, as the learner was by then. Counts towards the cohort and towards everybody.
     * Called with the end of the data it closes the account of a learner who has gone quiet.
     */
    public void observe(TraitState before, Instant eventTime, String cohort) {
        observe(before, eventTime, cohort, (state, at) -> state);
    }

    /** The same for another view of the learner, such as {@link TraitState#evenly}. */
    public void observe(
            TraitState before, Instant eventTime, String cohort, BiFunction<TraitState, Instant, TraitState> view) {
        Instant first = before.firstEventAt().orElse(null);
        Instant last = before.lastEventAt().orElse(null);
        if (first == null || last == null || !eventTime.isAfter(last)) {
            return;
        }
        if (weeks(first, last) == weeks(first, eventTime)) {
            return;
        }
        for (int stage : Norms.STAGES) {
            Instant at = first.plus(Duration.ofDays(7L * stage));
            if (at.isAfter(last) && !at.isAfter(eventTime)) {
                RawTraits raw = RawTraits.of(view.apply(before, at), at);
                count(Norms.population(cohort, before), stage, raw);
                if (!cohort.equals(Norms.EVERYBODY)) {
                    count(Norms.population(Norms.EVERYBODY, before), stage, raw);
                }
            }
        }
    }

    public boolean isEmpty() {
        return cells.isEmpty();
    }

    /** How many learners were counted at a stage, all stages together. */
    public long learners() {
        long learners = 0;
        for (String everybody : List.of(Norms.EVERYBODY, Norms.EVERYBODY_RESULTS_ONLY)) {
            for (long[][] histograms :
                    cells.getOrDefault(everybody, new TreeMap<>()).values()) {
                learners += total(histograms[0]);
            }
        }
        return learners;
    }

    /** The same counts in one sketch a population; they share nothing with this one but the counts. */
    public SortedMap<String, NormsSketch> byPopulation() {
        SortedMap<String, NormsSketch> parts = new TreeMap<>();
        cells.forEach((population, stages) -> {
            NormsSketch one = new NormsSketch();
            NormsSketch part = new NormsSketch();
            one.cells.put(population, stages);
            part.merge(one);
            parts.put(population, part);
        });
        return parts;
    }

    public void merge(NormsSketch other) {
        other.cells.forEach((population, stages) -> stages.forEach((stage, histograms) -> {
            long[][] own = histograms(population, stage);
            for (int trait = 0; trait < Norms.TRAITS; trait++) {
                for (int cell = 0; cell < CELLS; cell++) {
                    own[trait][cell] += histograms[trait][cell];
                }
            }
        }));
    }

    /**
     * Norms of every population and stage with at least 20 learners, and a quarter of those of the population's best
     * known stage: the few who come far in a course that most have ended are not what is usual there.
     */
    public Norms toNorms(String version) {
        Map<String, Map<Integer, double[][]>> tables = new HashMap<>();
        cells.forEach((population, stages) -> {
            Map<Integer, double[][]> own = new TreeMap<>();
            long most = stages.values().stream()
                    .mapToLong(each -> total(each[0]))
                    .max()
                    .orElse(0);
            stages.forEach((stage, histograms) -> {
                long learners = total(histograms[0]);
                if (learners >= FEWEST && learners * SMALLEST_PART >= most) {
                    double[][] quantiles = new double[Norms.TRAITS][];
                    for (int trait = 0; trait < Norms.TRAITS; trait++) {
                        quantiles[trait] = quantiles(histograms[trait]);
                    }
                    own.put(stage, quantiles);
                }
            });
            if (!own.isEmpty()) {
                tables.put(population, own);
            }
        });
        return Norms.of(version, tables);
    }

    /**
     * The same, begun from norms one has: what the stream has not shown of everybody yet stays as it was. Of cohorts only
     * the 24 with the most learners have norms of their own, so that norms stay under half a megabyte as JSON.
     */
    public Norms toNorms(String version, Norms first) {
        Map<String, Map<Integer, double[][]>> tables = new TreeMap<>();
        for (String everybody : List.of(Norms.EVERYBODY, Norms.EVERYBODY_RESULTS_ONLY)) {
            NavigableMap<Integer, double[][]> known = first.tables().get(everybody);
            if (known != null) {
                tables.put(everybody, new TreeMap<>(known));
            }
        }
        Norms learned = toNorms(version);
        learned.tables().keySet().stream()
                .sorted(Comparator.comparing((String population) -> -most(population))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST_POPULATIONS)
                .forEach(population -> tables.computeIfAbsent(population, key -> new TreeMap<>())
                        .putAll(Objects.requireNonNull(learned.tables().get(population))));
        return Norms.of(version, tables);
    }

    private long most(String population) {
        return cells.getOrDefault(population, new TreeMap<>()).values().stream()
                .mapToLong(histograms -> total(histograms[0]))
                .max()
                .orElse(0);
    }

    public void write(BinaryWriter out) {
        out.writeUnsigned(cells.size());
        cells.forEach((population, stages) -> {
            out.writeString(population).writeUnsigned(stages.size());
            stages.forEach((stage, histograms) -> {
                out.writeUnsigned(stage);
                for (long[] histogram : histograms) {
                    writeSparse(out, histogram);
                }
            });
        });
    }

    public static NormsSketch read(BinaryReader in) {
        NormsSketch sketch = new NormsSketch();
        int populations = in.readSize();
        for (int i = 0; i < populations; i++) {
            String population = in.readString();
            int stages = in.readSize();
            for (int j = 0; j < stages; j++) {
                long[][] histograms = sketch.histograms(population, in.readSize());
                for (long[] histogram : histograms) {
                    readSparse(in, histogram);
                }
            }
        }
        return sketch;
    }

    private static long weeks(Instant first, Instant time) {
        return (time.getEpochSecond() - first.getEpochSecond()) / (7 * 86_400);
    }

    private void count(String population, int stage, RawTraits raw) {
        long[][] histograms = histograms(population, stage);
        for (int trait = 0; trait < Norms.TRAITS; trait++) {
            histograms[trait][RawTraits.cell(raw.get(trait))]++;
        }
    }

    private long[][] histograms(String population, int stage) {
        return cells.computeIfAbsent(population, ignored -> new TreeMap<>())
                .computeIfAbsent(stage, ignored -> new long[Norms.TRAITS][CELLS]);
    }

    private static double[] quantiles(long[] histogram) {
        double[] quantiles = new double[Norms.POINTS];
        long total = total(histogram);
        long seen = 0;
        int cell = 0;
        for (int point = 0; point < Norms.POINTS; point++) {
            double rank = Math.min(total - 0.5, Math.max(0.5, total * (double) point / (Norms.POINTS - 1)));
            while (seen + histogram[cell] < rank) {
                seen += histogram[cell++];
            }
            quantiles[point] = RawTraits.middle(cell);
        }
        return quantiles;
    }

    private static long total(long[] histogram) {
        long total = 0;
        for (long count : histogram) {
            total += count;
        }
        return total;
    }

    private static void writeSparse(BinaryWriter out, long[] histogram) {
        int filled = 0;
        for (long count : histogram) {
            filled += count > 0 ? 1 : 0;
        }
        out.writeUnsigned(filled);
        int previous = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            if (histogram[cell] > 0) {
                out.writeUnsigned(cell - previous).writeUnsigned(histogram[cell]);
                previous = cell;
            }
        }
    }

    private static void readSparse(BinaryReader in, long[] histogram) {
        int filled = in.readSize();
        int cell = 0;
        for (int i = 0; i < filled; i++) {
            cell = Math.addExact(cell, in.readSize());
            long count = in.readUnsigned();
            if (cell >= CELLS || count < 1) {
                throw new MalformedStateException("a histogram has counts from 1 in " + CELLS
                        + " cells, found a count of " + count + " in cell " + cell);
            }
            histogram[cell] = count;
        }
    }
}
