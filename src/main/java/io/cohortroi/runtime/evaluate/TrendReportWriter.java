package io.cohortroi.runtime.evaluate;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.evaluate.TrendEvaluation.Looks;
import io.cohortroi.runtime.evaluate.TrendEvaluation.MustShow;
import io.cohortroi.runtime.evaluate.TrendEvaluation.Report;
import io.cohortroi.runtime.evaluate.TrendEvaluation.Years;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/** The report of {@link TrendEvaluation} for people and for programs. */
public final class TrendReportWriter {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectWriter JSON = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build()
            .writerWithDefaultPrettyPrinter();
    private static final TrendMethod[] METHODS = TrendMethod.values();

    private TrendReportWriter() {}

    public static String text(Report report) {
        StringBuilder out = new StringBuilder(16_384);
        add(out, "Trend on simulated cohorts, seed %d%s\n", report.seed(), report.quick() ? ", quick" : "");
        out.append("gamma multipliers, completions a week unequal (coefficient of variation 0.71), 12 windows\n\n");
        for (int i = 0; i < METHODS.length; i++) {
            add(out, "  %s  %s\n", (char) ('A' + i), METHODS[i].label());
        }
        out.append("\nShare of single looks that found the direction (for flat and seasonal: that found any)\n");
        looksTable(out, report.looks(), Looks::found);
        out.append("\nShare of single looks that found the opposite direction\n");
        looksTable(out, report.looks().stream().filter(each -> each.sign() != 0).toList(), Looks::wrong);
        out.append("\nShare of cohort-years looked at weekly in which a flat cohort was called degrading\n");
        header(out, "cohort");
        for (Years each : report.years()) {
            add(out, "%-42s %3s %5d", each.series(), plain(each.cv()), each.completions());
            for (TrendMethod method : METHODS) {
                boolean known = method == TrendMethod.PRODUCT || !report.quick();
                cell(out, known ? each.degrading().getOrDefault(method, 0.0) : Double.NaN);
            }
            out.append('\n');
        }
        add(out, "\n%-56s %8s %8s %8s %8s\n", "Has to hold", "share", "worst", "limit", "samples");
        for (MustShow row : report.mustShow()) {
            add(
                    out,
                    "%-56s %8.4f %8.4f %8s %8d",
                    row.claim(),
                    row.share(),
                    row.worst(),
                    row.threshold(),
                    row.samples());
            add(out, "  %s\n", row.met() ? "met" : "NOT MET");
        }
        return out.toString();
    }

    public static String json(Report report) {
        ObjectNode root = NODES.objectNode();
        root.put("seed", report.seed());
        root.put("quick", report.quick());
        ArrayNode looks = root.putArray("single_looks");
        for (Looks each : report.looks()) {
            ObjectNode node = cohort(looks, each.series(), each.cv(), each.completions());
            node.put("looks", each.looks());
            shares(node.putObject("found"), each::found);
            shares(node.putObject("wrong"), each::wrong);
            shares(node.putObject("improving"), each.improving());
            shares(node.putObject("degrading"), each.degrading());
        }
        ArrayNode years = root.putArray("cohort_years");
        for (Years each : report.years()) {
            ObjectNode node = cohort(years, each.series(), each.cv(), each.completions());
            node.put("years", each.years());
            node.put("promised", each.promised());
            shares(node.putObject("degrading"), each.degrading());
        }
        ArrayNode mustShow = root.putArray("must_show");
        for (MustShow row : report.mustShow()) {
            ObjectNode node = mustShow.addObject();
            node.put("claim", row.claim());
            node.put("share", decimal(row.share()));
            node.put("worst", decimal(row.worst()));
            node.put("threshold", row.threshold());
            node.put("samples", row.samples());
            node.put("met", row.met());
        }
        root.put("met", report.met());
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void looksTable(StringBuilder out, List<Looks> looks, ToDoubleBiFunction<Looks, TrendMethod> value) {
        header(out, "series");
        for (Looks each : looks) {
            add(out, "%-42s %3s %5d", each.series(), plain(each.cv()), each.completions());
            for (TrendMethod method : METHODS) {
                cell(out, value.applyAsDouble(each, method));
            }
            out.append('\n');
        }
    }

    private static void header(StringBuilder out, String first) {
        add(out, "%-42s %3s %5s", first, "cv", "n");
        for (int i = 0; i < METHODS.length; i++) {
            add(out, " %7s", (char) ('A' + i));
        }
        out.append('\n');
    }

    private static void cell(StringBuilder out, double share) {
        if (Double.isNaN(share)) {
            add(out, " %7s", "-");
        } else {
            add(out, " %7.4f", share);
        }
    }

    private static ObjectNode cohort(ArrayNode rows, String series, double cv, int completions) {
        ObjectNode node = rows.addObject();
        node.put("series", series);
        node.put("cv", decimal(cv));
        node.put("completions_per_week", completions);
        return node;
    }

    private static void shares(ObjectNode node, Map<TrendMethod, Double> shares) {
        shares.forEach((method, share) -> node.put(key(method), decimal(share)));
    }

    private static void shares(ObjectNode node, ToDoubleFunction<TrendMethod> share) {
        for (TrendMethod method : METHODS) {
            node.put(key(method), decimal(share.applyAsDouble(method)));
        }
    }

    private static String key(TrendMethod method) {
        return method.name().toLowerCase(Locale.ROOT);
    }

    private static BigDecimal decimal(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(12, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
    }

    private static String plain(double value) {
        return decimal(value).toPlainString();
    }

    private static void add(StringBuilder out, String format, Object... arguments) {
        out.append(String.format(Locale.ROOT, format, arguments));
    }
}
