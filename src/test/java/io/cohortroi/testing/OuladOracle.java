package io.cohortroi.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What the stream must give for a folder of OULAD, calculated a second time and another way: in one go, from split
 * lines and plain maps, without any class of the product. Money is counted in cents and multipliers in units of 1e-12,
 * as whole numbers. It expects clean files: a row the product would reject makes it fail.
 *
 * <p>A completion belongs to the module of the newest of its learner's registrations and unregistrations at or before
 * it (the earliest where it precedes them all; of equal times the later in file order).
 */
public final class OuladOracle {
    private static final Map<String, int[]> COST_AND_HOURS = Map.of(
            "AAA", new int[] {2695, 404},
            "BBB", new int[] {3995, 320},
            "CCC", new int[] {7075, 400},
            "DDD", new int[] {4109, 480},
            "EEE", new int[] {4680, 320},
            "FFF", new int[] {8032, 900},
            "GGG", new int[] {4260, 320});

    private OuladOracle() {}

    /** Everything that is counted, and the cohorts by id. */
    public record Figures(
            long learnerEvents,
            long sessions,
            long quizzes,
            long completions,
            long banked,
            long blankScores,
            SortedMap<String, Cohort> cohorts) {}

    /**
     * One cohort at the end of the data.
     *
     * @param sumRoi exact sum of the multipliers, 12 decimals each
     * @param meanRoi of the completions that have a multiplier, 12 decimals half-up; null without one
     * @param pooledRoi total benefit / total cost, 12 decimals half-up; null at cost 0
     */
    public record Cohort(
            long completions,
            long noCostCompletions,
            BigDecimal totalCost,
            BigDecimal totalBenefit,
            BigDecimal sumRoi,
            @Nullable BigDecimal meanRoi,
            @Nullable BigDecimal pooledRoi,
            long learners,
            long activeLearners) {}

    public static Figures calculate(Path folder) {
        Map<String, Map<String, String>> assessments = new HashMap<>();
        Map<String, BigDecimal> weights = new HashMap<>();
        rows(folder, "assessments.csv", row -> {
            assessments.put(get(row, "id_assessment"), row);
            weights.merge(course(row), new BigDecimal(get(row, "weight")), BigDecimal::add);
        });

        // hour, order of publishing, module, 1 active or 0: one entry a learner event
        Map<String, List<Object[]>> lives = new HashMap<>();
        long[] counts = new long[6];
        rows(folder, "studentRegistration.csv", row -> {
            List<Object[]> life = lives.computeIfAbsent(get(row, "id_student"), id -> new ArrayList<>());
            String from = get(row, "date_registration");
            life.add(new Object[] {hour(row, from.isEmpty() ? "0" : from, 8), counts[0]++, module(row), 1});
            String to = get(row, "date_unregistration");
            if (!to.isEmpty()) {
                life.add(new Object[] {hour(row, to, 20), counts[0]++, module(row), 0});
            }
        });
        lives.values()
                .forEach(life -> life.sort(Comparator.comparing((Object[] event) -> (Long) event[0])
                        .thenComparing(event -> (Long) event[1])));
        rows(folder, "studentVle.csv", row -> counts[1]++);

        Map<String, Tally> tallies = new TreeMap<>();
        lives.values().forEach(life -> {
            Object[] last = life.get(life.size() - 1);
            Tally tally = tallies.computeIfAbsent("cohort-" + last[2], id -> new Tally());
            tally.learners++;
            tally.active += (Integer) last[3];
        });
        assessments.values().forEach(row -> tallies.computeIfAbsent("cohort-" + module(row), id -> new Tally()));
        rows(folder, "studentAssessment.csv", row -> {
            if (get(row, "is_banked").equals("1")) {
                counts[4]++;
            } else if (get(row, "score").isEmpty()) {
                counts[5]++;
            } else {
                counts[2]++;
                Map<String, String> assessment = get(assessments, get(row, "id_assessment"));
                long done = hour(assessment, get(row, "date_submitted"), 13);
                String cohort = cohortAt(lives.getOrDefault(get(row, "id_student"), List.of()), done);
                BigDecimal fixedCost = cost(assessment, weights.get(course(assessment)));
                tallies.computeIfAbsent(cohort, id -> new Tally())
                        .add(fixedCost, benefit(fixedCost, new BigDecimal(get(row, "score"))));
            }
        });
        SortedMap<String, Cohort> cohorts = new TreeMap<>();
        tallies.forEach((id, tally) -> cohorts.put(id, tally.finish()));
        return new Figures(
                counts[0],
                counts[1],
                counts[2],
                counts[2],
                counts[4],
                counts[5],
                Collections.unmodifiableSortedMap(cohorts));
    }

    private static String cohortAt(List<Object[]> life, long hour) {
        @Nullable String module = null;
        for (Object[] event : life) {
            boolean first = event[0].equals(life.get(0)[0]);
            if (first || (Long) event[0] <= hour) {
                module = (String) event[2];
            }
        }
        return module == null ? "unassigned" : "cohort-" + module;
    }

    private static BigDecimal cost(Map<String, String> assessment, @Nullable BigDecimal weights) {
        BigDecimal weight = new BigDecimal(get(assessment, "weight"));
        if (weights == null || weight.signum() == 0) {
            return BigDecimal.ZERO;
        }
        int total = get(COST_AND_HOURS, module(assessment))[0];
        return new BigDecimal(total).multiply(weight).divide(weights, 2, RoundingMode.HALF_UP);
    }

    private static BigDecimal benefit(BigDecimal fixedCost, BigDecimal score) {
        BigDecimal each = fixedCost.multiply(new BigDecimal("0.375")).setScale(2, RoundingMode.HALF_UP);
        return each.multiply(new BigDecimal(score.intValue() / 20));
    }

    private static <V> V get(Map<String, V> map, String key) {
        return Objects.requireNonNull(map.get(key), () -> "no " + key + " in " + map.keySet());
    }

    private static String module(Map<String, String> row) {
        return get(row, "code_module");
    }

    private static String course(Map<String, String> row) {
        return get(row, "code_module") + get(row, "code_presentation");
    }

    /** Hours from the first of January of the year 1900, counted by hand. */
    private static long hour(Map<String, String> row, String day, int hourOfDay) {
        String presentation = get(row, "code_presentation");
        int year = Integer.parseInt(presentation.substring(0, 4));
        long days = 0;
        for (int y = 1900; y < year; y++) {
            days += isLeap(y) ? 366 : 365;
        }
        int[] months = {31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30};
        days += presentation.endsWith("B") ? months[0] : Arrays.stream(months).sum();
        return (days + Long.parseLong(day)) * 24 + hourOfDay;
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    private interface RowUse {
        void use(Map<String, String> row);
    }

    private static void rows(Path folder, String name, RowUse use) {
        Path plain = folder.resolve(name);
        Path file = Files.exists(plain) ? plain : folder.resolve(name + ".gz");
        if (!Files.exists(file)) {
            return;
        }
        try (InputStream raw = Files.newInputStream(file);
                InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))) {
            String[] header = split(lines.readLine());
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = split(line);
                Map<String, String> row = new HashMap<>();
                for (int i = 0; i < header.length; i++) {
                    row.put(header[i], fields[i]);
                }
                use.use(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** OULAD has no comma inside a field. */
    private static String[] split(String line) {
        return line.replace("\"", "").split(",", -1);
    }

    private static final class Tally {
        private long completions;
        private long free;
        private BigInteger cents = BigInteger.ZERO;
        private BigInteger benefitCents = BigInteger.ZERO;
        private BigInteger multipliers = BigInteger.ZERO;
        private long learners;
        private long active;

        void add(BigDecimal cost, BigDecimal benefit) {
            completions++;
            cents = cents.add(cost.movePointRight(2).toBigIntegerExact());
            benefitCents = benefitCents.add(benefit.movePointRight(2).toBigIntegerExact());
            if (cost.signum() == 0) {
                free++;
            } else {
                multipliers = multipliers.add(
                        benefit.divide(cost, 12, RoundingMode.HALF_UP).unscaledValue());
            }
        }

        Cohort finish() {
            BigDecimal sum = new BigDecimal(multipliers, 12);
            return new Cohort(
                    completions,
                    free,
                    new BigDecimal(cents, 2),
                    new BigDecimal(benefitCents, 2),
                    sum,
                    completions == free
                            ? null
                            : sum.divide(new BigDecimal(completions - free), 12, RoundingMode.HALF_UP),
                    cents.signum() == 0
                            ? null
                            : new BigDecimal(benefitCents).divide(new BigDecimal(cents), 12, RoundingMode.HALF_UP),
                    learners,
                    active);
        }
    }
}
