package io.cohortroi.runtime.evaluate;

import io.cohortroi.domain.metrics.Trend;
import io.cohortroi.domain.metrics.TrendResult.Direction;
import io.cohortroi.domain.metrics.WeekPoint;
import io.cohortroi.runtime.evaluate.TrendSeries.Shape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * How often the trend is right and wrong where the truth is known, beside its rivals: single looks at twelve weeks, and
 * years of looks every week at cohorts whose ROI does not move. The same seed gives the same report.
 */
public final class TrendEvaluation {
    private static final double[] CVS = {0.3, 0.5, 0.7};
    private static final int WINDOWS = 12;
    private static final int YEAR = 52;
    private static final double DECLARED_CV = 0.5;

    /**
     * Shares of single looks at twelve weeks.
     *
     * @param improving share of looks per method
     * @param degrading share of looks per method
     */
    public record Looks(
            String series,
            int sign,
            double cv,
            int completions,
            int looks,
            Map<TrendMethod, Double> improving,
            Map<TrendMethod, Double> degrading) {

        /** Share of looks that found the way the series goes; for one that goes nowhere, that found any. */
        public double found(TrendMethod method) {
            return share(sign >= 0, improving, method) + share(sign <= 0, degrading, method);
        }

        /** Share of looks that found the opposite; 0 for a series that goes nowhere. */
        public double wrong(TrendMethod method) {
            return share(sign < 0, improving, method) + share(sign > 0, degrading, method);
        }

        private static double share(boolean counts, Map<TrendMethod, Double> shares, TrendMethod method) {
            return counts ? shares.getOrDefault(method, 0.0) : 0;
        }
    }

    /**
     * Shares of cohort-years, looked at every week, in which a cohort whose ROI does not move was called degrading.
     *
     * @param promised false where the series breaks what the test assumes
     */
    public record Years(
            String series,
            boolean promised,
            double cv,
            int completions,
            int years,
            Map<TrendMethod, Double> degrading) {}

    /** One line that has to hold. {@code worst} is the worst of the cells that {@code share} is taken over. */
    public record MustShow(String claim, double share, double worst, String threshold, boolean met, int samples) {}

    /** Everything, in the order in which it is printed. */
    public record Report(long seed, boolean quick, List<Looks> looks, List<Years> years, List<MustShow> mustShow) {
        public boolean met() {
            return mustShow.stream().allMatch(MustShow::met);
        }
    }

    private final long seed;
    private final boolean quick;
    private final Consumer<String> progress;

    /** @param progress told what is being simulated, in plain words */
    public TrendEvaluation(long seed, boolean quick, Consumer<String> progress) {
        this.seed = seed;
        this.quick = quick;
        this.progress = progress;
    }

    public Report run() {
        List<Looks> looks = new ArrayList<>();
        for (Shape shape : Shape.values()) {
            progress.accept("single looks: " + shape.label());
            for (double cv : CVS) {
                for (int completions : quick ? new int[] {5, 20, 100} : new int[] {5, 20, 100, 500}) {
                    looks.add(looks(TrendSeries.of(shape, cv, completions), random(looks.size())));
                }
            }
        }
        List<Years> years = new ArrayList<>();
        for (double cv : CVS) {
            for (int completions : quick ? new int[] {5, 20} : new int[] {5, 20, 100, 500}) {
                progress.accept(String.format(Locale.ROOT, "cohort-years: cv %s, %d a week", cv, completions));
                TrendSeries flat = TrendSeries.of(Shape.FLAT, cv, completions);
                years.add(years("flat, first year", flat, 0, true, random(1_000 + years.size())));
            }
        }
        TrendSeries old = TrendSeries.of(Shape.FLAT, DECLARED_CV, 20);
        years.add(years("flat, second year", old, YEAR, true, random(1_000 + years.size())));
        if (!quick) {
            for (double correlation : new double[] {0, 0.5}) {
                TrendSeries shaken = new TrendSeries(Shape.FLAT, DECLARED_CV, 20, 0.1, correlation);
                String name = "shocks of 10 % a week, correlation " + correlation;
                years.add(years(name, shaken, 0, false, random(1_000 + years.size())));
            }
        }
        return new Report(seed, quick, looks, years, mustShow(looks, years));
    }

    /** Share found against completions a week, at a coefficient of variation of 0.5. */
    public static String powerPlot(Report report) {
        SvgPlot plot = SvgPlot.of("Slope found in one look at 12 weeks, coefficient of variation 0.5")
                .x("completions a week")
                .y("share of looks")
                .logX()
                .yFrom(0, 1);
        for (Shape shape : List.of(Shape.FLAT, Shape.UP_2, Shape.UP_5)) {
            for (TrendMethod method : List.of(TrendMethod.PRODUCT, TrendMethod.MANN_KENDALL)) {
                List<Looks> cells = report.looks().stream()
                        .filter(each -> each.series().equals(shape.label()) && each.cv() == DECLARED_CV)
                        .toList();
                plot.line(
                        shape.label() + ", " + (method == TrendMethod.PRODUCT ? "product" : "Mann-Kendall"),
                        cells.stream().mapToDouble(Looks::completions).toArray(),
                        cells.stream().mapToDouble(each -> each.found(method)).toArray());
            }
        }
        return plot.toSvg();
    }

    private Looks looks(TrendSeries series, SplittableRandom random) {
        Shape shape = series.shape();
        boolean promised = series.cv() == DECLARED_CV && (series.completions() == 20 || series.completions() == 100);
        int looks = quick ? (promised || shape == Shape.FLAT ? 1_000 : 200) : 2_000;
        Map<TrendMethod, Integer> improving = new EnumMap<>(TrendMethod.class);
        Map<TrendMethod, Integer> degrading = new EnumMap<>(TrendMethod.class);
        for (int i = 0; i < looks; i++) {
            List<WeekPoint> weeks = series.draw(WINDOWS, random);
            for (TrendMethod method : TrendMethod.values()) {
                Direction direction = method.judge(weeks);
                if (direction == Direction.IMPROVING) {
                    improving.merge(method, 1, Integer::sum);
                } else if (direction == Direction.DEGRADING) {
                    degrading.merge(method, 1, Integer::sum);
                }
            }
        }
        return new Looks(
                shape.label(),
                shape.sign(),
                series.cv(),
                series.completions(),
                looks,
                shares(improving, looks),
                shares(degrading, looks));
    }

    private Years years(String name, TrendSeries series, int before, boolean promised, SplittableRandom random) {
        int years = quick ? 700 : 2_000;
        TrendMethod[] methods = quick ? new TrendMethod[] {TrendMethod.PRODUCT} : TrendMethod.values();
        Map<TrendMethod, Integer> degrading = new EnumMap<>(TrendMethod.class);
        for (int year = 0; year < years; year++) {
            List<WeekPoint> weeks = series.draw(before + YEAR, random);
            for (TrendMethod method : methods) {
                if (turnsDegrading(method, weeks, before)) {
                    degrading.merge(method, 1, Integer::sum);
                }
            }
        }
        return new Years(name, promised, series.cv(), series.completions(), years, shares(degrading, years));
    }

    private static boolean turnsDegrading(TrendMethod method, List<WeekPoint> weeks, int before) {
        for (int end = Math.max(before, Trend.LEAST_WINDOWS); end <= weeks.size(); end++) {
            if (method.judge(weeks.subList(Math.max(0, end - YEAR), end)) == Direction.DEGRADING) {
                return true;
            }
        }
        return false;
    }

    private static List<MustShow> mustShow(List<Looks> looks, List<Years> years) {
        Predicate<Looks> declared = each -> each.cv() == DECLARED_CV && each.completions() == 20;
        Predicate<Looks> many = each -> each.cv() == DECLARED_CV && each.completions() == 100;
        Predicate<Looks> five = each -> each.series().contains("5 % a week");
        Predicate<Looks> two = each -> each.series().contains("2 % a week");
        List<MustShow> rows = new ArrayList<>();
        rows.add(atMost(
                "flat: a direction in a single look",
                0.05,
                looks,
                each -> each.series().equals("flat"),
                false));
        rows.add(falseYears(years));
        rows.add(atLeast("5 % a week, 12 windows, 20 a week, cv 0.5: found", 0.93, looks, declared.and(five)));
        rows.add(atLeast("2 % a week, 12 windows, 100 a week, cv 0.5: found", 0.90, looks, many.and(two)));
        rows.add(atMost("2 % and 5 % a week: the wrong direction", 0.005, looks, five.or(two), true));
        return List.copyOf(rows);
    }

    private static MustShow falseYears(List<Years> years) {
        List<Years> promised = years.stream().filter(Years::promised).toList();
        double share = promised.stream()
                .mapToDouble(TrendEvaluation::product)
                .average()
                .orElseThrow();
        double worst =
                promised.stream().mapToDouble(TrendEvaluation::product).max().orElseThrow();
        int samples = promised.stream().mapToInt(Years::years).sum();
        String claim = "flat: called degrading in a year of weekly looks";
        return new MustShow(claim, share, worst, "<= 0.07", share <= 0.07, samples);
    }

    private static MustShow atMost(
            String claim, double limit, List<Looks> looks, Predicate<Looks> cells, boolean wrong) {
        ToDoubleFunction<Looks> value =
                each -> wrong ? each.wrong(TrendMethod.PRODUCT) : each.found(TrendMethod.PRODUCT);
        double share = mean(looks, cells, value);
        double worst = looks.stream().filter(cells).mapToDouble(value).max().orElseThrow();
        return new MustShow(claim, share, worst, "<= " + limit, share <= limit, samples(looks, cells));
    }

    private static MustShow atLeast(String claim, double limit, List<Looks> looks, Predicate<Looks> cells) {
        ToDoubleFunction<Looks> value = each -> each.found(TrendMethod.PRODUCT);
        double share = mean(looks, cells, value);
        double worst = looks.stream().filter(cells).mapToDouble(value).min().orElseThrow();
        return new MustShow(claim, share, worst, ">= " + limit, share >= limit, samples(looks, cells));
    }

    private static double mean(List<Looks> looks, Predicate<Looks> cells, ToDoubleFunction<Looks> value) {
        return looks.stream()
                        .filter(cells)
                        .mapToDouble(each -> value.applyAsDouble(each) * each.looks())
                        .sum()
                / samples(looks, cells);
    }

    private static int samples(List<Looks> looks, Predicate<Looks> cells) {
        return looks.stream().filter(cells).mapToInt(Looks::looks).sum();
    }

    private static double product(Years years) {
        return years.degrading().getOrDefault(TrendMethod.PRODUCT, 0.0);
    }

    private static Map<TrendMethod, Double> shares(Map<TrendMethod, Integer> counts, int of) {
        Map<TrendMethod, Double> shares = new EnumMap<>(TrendMethod.class);
        counts.forEach((method, count) -> shares.put(method, (double) count / of));
        return shares;
    }

    /** Every cell has its own stream of numbers. */
    private SplittableRandom random(int cell) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + cell);
    }
}
