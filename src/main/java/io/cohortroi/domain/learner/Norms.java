package io.cohortroi.domain.learner;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is usual: for every population and stage, the quantiles of each raw trait. A population is a cohort; learners of
 * whom only results are known are one of their own, named {@code cohort#results}, since one cannot say how often somebody comes who
 * is only seen at tests. A population that is not listed is read from {@link #EVERYBODY}. Immutable; the version names
 * them in profiles and ROI records.
 */
public final class Norms {
    /** The population used for those that have no norms of their own. */
    public static final String EVERYBODY = "*";

    private static final String RESULTS_ONLY = "#results";

    /** Everybody of whom only results are known. */
    static final String EVERYBODY_RESULTS_ONLY = EVERYBODY + RESULTS_ONLY;

    /** Weeks since the first event at which quantiles are kept; between two of them percentiles are interpolated. */
    static final int[] STAGES = {1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52};

    static final int TRAITS = 5;

    /** Quantiles 0, 5, … 100 %. */
    static final int POINTS = 21;

    private final String version;
    private final Map<String, NavigableMap<Integer, double[][]>> tables;

    private Norms(String version, Map<String, NavigableMap<Integer, double[][]>> tables) {
        this.version = version;
        this.tables = tables;
    }

    /**
     * @param tables population, then stage in weeks, then trait (velocity, affinity, frequency, feedback, retention),
     *     then 21 quantiles that do not fall
     */
    public static Norms of(String version, Map<String, ? extends Map<Integer, double[][]>> tables) {
        if (version.isBlank()) {
            throw new IllegalArgumentException("norms need a version, found a blank one");
        }
        Map<String, NavigableMap<Integer, double[][]>> copy = new TreeMap<>();
        tables.forEach((population, stages) -> {
            NavigableMap<Integer, double[][]> own = new TreeMap<>();
            stages.forEach((stage, quantiles) -> own.put(stage, checked(population, stage, quantiles)));
            if (!own.isEmpty()) {
                copy.put(population, own);
            }
        });
        return new Norms(version, copy);
    }

    /**
     * Norms that leave every raw trait as it is, for a company that is described rather than observed: a retention of
     * 0.9 is 0.9, whoever else is there.
     */
    public static Norms unscaled(String version) {
        double[][] identity = new double[TRAITS][POINTS];
        for (double[] quantiles : identity) {
            for (int point = 0; point < POINTS; point++) {
                quantiles[point] = (double) point / (POINTS - 1);
            }
        }
        return of(version, Map.of(EVERYBODY, Map.of(0, identity)));
    }

    public String version() {
        return version;
    }

    /** The tables as {@link #of} takes them, sorted; for whoever writes norms to a file or a topic. */
    public Map<String, NavigableMap<Integer, double[][]>> tables() {
        return Collections.unmodifiableMap(tables);
    }

    /** The population a learner of this cohort is compared with. */
    static String population(String cohort, TraitState state) {
        return state.resultsOnly() ? cohort + RESULTS_ONLY : cohort;
    }

    /** The traits as percentiles in [0, 1]; 0.5 each where nothing is known of anybody. */
    Traits traits(TraitState state, String cohort, Instant asOf) {
        RawTraits raw = RawTraits.of(state, asOf);
        double weeks = state.weeksSinceFirst(asOf);
        @Nullable NavigableMap<Integer, double[][]> stages = stages(state, cohort);
        double[] percentiles = new double[TRAITS];
        if (stages == null) {
            Arrays.fill(percentiles, 0.5);
        } else {
            int week = (int) Math.min(weeks, 10_000);
            Map.@Nullable Entry<Integer, double[][]> below = stages.floorEntry(week);
            Map.@Nullable Entry<Integer, double[][]> above = stages.higherEntry(week);
            for (int trait = 0; trait < TRAITS; trait++) {
                double value = RawTraits.middle(RawTraits.cell(raw.get(trait)));
                percentiles[trait] = between(below, above, trait, value, weeks);
            }
        }
        return new Traits(percentiles[0], percentiles[1], percentiles[2], percentiles[3], percentiles[4]);
    }

    private @Nullable NavigableMap<Integer, double[][]> stages(TraitState state, String cohort) {
        NavigableMap<Integer, double[][]> own = tables.get(population(cohort, state));
        if (own == null) {
            own = tables.get(population(EVERYBODY, state));
        }
        return own == null ? tables.get(EVERYBODY) : own;
    }

    private static double between(
            Map.@Nullable Entry<Integer, double[][]> below,
            Map.@Nullable Entry<Integer, double[][]> above,
            int trait,
            double raw,
            double weeks) {
        if (below == null && above == null) {
            return 0.5;
        }
        if (below == null || above == null) {
            Map.Entry<Integer, double[][]> only = below == null ? Objects.requireNonNull(above) : below;
            return percentile(only.getValue()[trait], raw);
        }
        double share = (weeks - below.getKey()) / (above.getKey() - below.getKey());
        return (1 - share) * percentile(below.getValue()[trait], raw)
                + share * percentile(above.getValue()[trait], raw);
    }

    /** Where {@code raw} lies among the quantiles, in [0, 1]; on a flat piece, its middle. */
    static double percentile(double[] quantiles, double raw) {
        int below = 0;
        int notAbove = 0;
        for (double quantile : quantiles) {
            below += quantile < raw ? 1 : 0;
            notAbove += quantile <= raw ? 1 : 0;
        }
        int last = quantiles.length - 1;
        if (notAbove > below) {
            return (below + notAbove - 1) / 2.0 / last;
        }
        if (below == 0) {
            return 0;
        }
        if (below > last) {
            return 1;
        }
        double share = (raw - quantiles[below - 1]) / (quantiles[below] - quantiles[below - 1]);
        return (below - 1 + share) / last;
    }

    private static double[][] checked(String population, int stage, double[][] quantiles) {
        if (stage < 0 || quantiles.length != TRAITS) {
            throw new IllegalArgumentException("norms of " + population + " at week " + stage + " need " + TRAITS
                    + " traits, found " + quantiles.length);
        }
        double[][] copy = new double[TRAITS][];
        for (int trait = 0; trait < TRAITS; trait++) {
            if (quantiles[trait].length != POINTS) {
                throw new IllegalArgumentException("norms of " + population + " at week " + stage + " need " + POINTS
                        + " quantiles, found " + quantiles[trait].length);
            }
            for (int i = 1; i < POINTS; i++) {
                if (!(quantiles[trait][i - 1] <= quantiles[trait][i])) {
                    throw new IllegalArgumentException("quantiles must not fall, found " + quantiles[trait][i]
                            + " after " + quantiles[trait][i - 1] + " in " + population + " at week " + stage);
                }
            }
            copy[trait] = quantiles[trait].clone();
        }
        return copy;
    }
}
