package io.cohortroi.runtime.evaluate;

import io.cohortroi.domain.alert.EDetector;
import io.cohortroi.domain.alert.EvidenceSums;
import io.cohortroi.runtime.evaluate.AlertReport.Delay;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** What {@link AlertEvaluation} found, to look at; file name to SVG document. */
public final class AlertPlots {
    private static final int CHANGE = 500;
    private static final int LENGTH = 800;

    private AlertPlots() {}

    public static Map<String, String> of(AlertReport report) {
        Map<String, String> plots = new LinkedHashMap<>();
        plots.put("alert-delays.svg", delays(report));
        plots.put("alert-run-lengths.svg", runLengths(report));
        plots.put("alert-evidence.svg", evidence(report.seed()));
        return plots;
    }

    private static String delays(AlertReport report) {
        double c = report.delays().stream().mapToDouble(Delay::c).max().orElseThrow();
        SvgPlot plot = SvgPlot.of(String.format(Locale.ROOT, "Median delay, gamma, cv 0.5, c %.0f", c))
                .x("shift of the mean, %")
                .y("completions")
                .logY();
        for (String method : List.of(AlertEvaluation.EVIDENCE, AlertEvaluation.CUSUM, AlertEvaluation.GLR)) {
            List<Delay> rows = steps(report, c).stream()
                    .filter(row -> row.method().equals(method))
                    .toList();
            if (!rows.isEmpty()) {
                plot.line(
                        method,
                        shifts(rows),
                        rows.stream().mapToDouble(Delay::median).toArray());
            }
        }
        List<Delay> product = steps(report, c).stream()
                .filter(row -> row.method().equals(AlertEvaluation.EVIDENCE))
                .toList();
        return plot.line(
                        "ln(c) / KL",
                        shifts(product),
                        product.stream().mapToDouble(Delay::bound).toArray())
                .toSvg();
    }

    private static List<Delay> steps(AlertReport report, double c) {
        return report.delays().stream()
                .filter(row -> row.c() == c && row.cv() == 0.5 && row.change().matches("[+-]\\d+ %"))
                .sorted(java.util.Comparator.comparingInt(AlertPlots::shift))
                .toList();
    }

    private static int shift(Delay row) {
        return Integer.parseInt(row.change().replace(" %", ""));
    }

    private static double[] shifts(List<Delay> rows) {
        return rows.stream().mapToDouble(AlertPlots::shift).toArray();
    }

    private static String runLengths(AlertReport report) {
        SvgPlot plot = SvgPlot.of("Records per false alarm at the edge of the null, in units of c")
                .x("coefficient of variation")
                .y("records per alarm / c")
                .logY()
                .level("promised", 1);
        for (String law : List.of("gamma", "lognormal")) {
            var rows = report.falseAlarms().stream()
                    .filter(row -> row.method().equals(AlertEvaluation.EVIDENCE)
                            && row.law().startsWith(law + ","))
                    .toList();
            plot.points(
                    AlertEvaluation.EVIDENCE + ", " + law,
                    rows.stream()
                            .mapToDouble(row -> Double.parseDouble(
                                    row.law().substring(row.law().lastIndexOf(' ') + 1)))
                            .toArray(),
                    rows.stream()
                            .mapToDouble(row -> row.recordsPerAlarm() / row.c())
                            .toArray());
        }
        for (String method : List.of(AlertEvaluation.CUSUM, AlertEvaluation.GLR)) {
            var rows = report.tunings().stream()
                    .filter(row -> row.method().equals(method))
                    .toList();
            double[] cv = new double[2 * rows.size()];
            double[] runs = new double[cv.length];
            for (int i = 0; i < rows.size(); i++) {
                cv[2 * i] = 0.5;
                runs[2 * i] = rows.get(i).runLength() / rows.get(i).c();
                cv[2 * i + 1] = 0.7;
                runs[2 * i + 1] = rows.get(i).runLengthAtCv07() / rows.get(i).c();
            }
            plot.points(method + ", tuned at cv 0.5, gamma", cv, runs);
        }
        return plot.toSvg();
    }

    /** One stream each: nothing changes, and a shift after 500 records. */
    private static String evidence(long seed) {
        SvgPlot plot = SvgPlot.of("Evidence over one stream, gamma, cv 0.5, change after 500 records")
                .x("completions")
                .y("evidence")
                .logY()
                .level("c = 10,000", 10_000)
                .mark("change", CHANGE);
        double[] x = new double[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            x[i] = i + 1;
        }
        RatioLaw law = RatioLaw.gamma(0.5);
        for (int shift : new int[] {0, 15, 25, -25, 50}) {
            SplittableRandom random = new SplittableRandom(seed);
            EDetector detector = EDetector.zero();
            double[] y = new double[LENGTH];
            for (int i = 0; i < LENGTH; i++) {
                EvidenceSums record = EvidenceSums.empty();
                record.addRatio((i < CHANGE ? 1 : 1 + shift / 100.0) * law.draw(random), 1);
                detector = detector.after(1, record);
                y[i] = Math.min(1e8, detector.value());
            }
            plot.line(shift == 0 ? "nothing changes" : String.format(Locale.ROOT, "%+d %%", shift), x, y);
        }
        return plot.toSvg();
    }
}
