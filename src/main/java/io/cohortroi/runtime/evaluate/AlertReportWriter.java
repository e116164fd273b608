package io.cohortroi.runtime.evaluate;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.evaluate.AlertReport.DayCells;
import io.cohortroi.runtime.evaluate.AlertReport.Delay;
import io.cohortroi.runtime.evaluate.AlertReport.FalseAlarms;
import io.cohortroi.runtime.evaluate.AlertReport.InControl;
import io.cohortroi.runtime.evaluate.AlertReport.LifeCycles;
import io.cohortroi.runtime.evaluate.AlertReport.MustShow;
import io.cohortroi.runtime.evaluate.AlertReport.Tuning;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/** The report of {@link AlertEvaluation} for people and for programs. */
public final class AlertReportWriter {
    private static final ObjectWriter JSON = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build()
            .writerWithDefaultPrettyPrinter();

    private AlertReportWriter() {}

    public static String text(AlertReport report) {
        StringBuilder out = new StringBuilder(32_768);
        add(out, "Variance alerts on simulated cohorts, seed %d%s\n", report.seed(), report.quick() ? ", quick" : "");
        falseAlarms(out, report.falseAlarms());
        inControl(out, report.inControl());
        tunings(out, report.tunings());
        out.append("\nCompletions from a change to the alarm: gamma, 500 records in control, ")
                .append("at most 3,000 looked at, rivals know cv 0.5\n");
        delays(out, report.delays());
        dayCells(out, report.dayCells());
        lifeCycles(out, report.lifeCycles());
        add(out, "\n%-72s %10s %10s\n", "Has to hold", "value", "limit");
        for (MustShow row : report.mustShow()) {
            add(out, "%-72s %10s %10s  ", row.claim(), number(row.value(), 4), row.threshold());
            out.append(row.met() ? "met\n" : "NOT MET\n");
        }
        return out.toString();
    }

    private static void falseAlarms(StringBuilder out, List<FalseAlarms> rows) {
        out.append("\nRecords per false critical alarm at the edges of the null, mean 1.1 and 0.9\n");
        add(out, "%-20s %6s %7s %5s %8s %11s %7s %9s\n", "law", "c", "cohorts", "mean", "", "records", "alarms", "/c");
        for (FalseAlarms row : rows) {
            boolean product = row.method().equals(AlertEvaluation.EVIDENCE);
            add(out, "%-20s %6s ", row.law(), product ? number(row.c(), 0) : "-");
            add(out, "%7d %5.1f %8s ", row.cohorts(), row.mean(), product ? "" : "naive");
            add(out, "%11d %7d ", row.records(), row.alarms());
            out.append(
                    product
                            ? String.format(Locale.ROOT, "%9.2f\n", row.recordsPerAlarm() / row.c())
                            : String.format(Locale.ROOT, "every %.0f\n", row.recordsPerAlarm()));
        }
    }

    private static void inControl(StringBuilder out, List<InControl> rows) {
        out.append("\nNothing wrong: streams of 10,000 records at the baseline\n");
        add(out, "%-20s %-16s %8s %14s %18s\n", "law", "method", "streams", "share alarmed", "per 1,000,000");
        for (InControl row : rows) {
            add(out, "%-20s %-16s %8d ", row.law(), method(row.method(), row.c()), row.streams());
            add(out, "%14.4f %18.1f\n", row.share(), row.alarmsPerMillion());
        }
    }

    private static void tunings(StringBuilder out, List<Tuning> rows) {
        out.append("\nRivals tuned to one false alarm per c records at the edge of the null, gamma, cv 0.5 known\n");
        add(out, "%-8s %6s %6s %8s %12s %14s\n", "method", "c", "for", "height", "run / c", "at cv 0.7 / c");
        for (Tuning row : rows) {
            String change = row.method().equals(AlertEvaluation.CUSUM)
                    ? String.format(Locale.ROOT, "%+d %%", row.shiftPct())
                    : row.shiftPct() > 0 ? "up" : "down";
            add(out, "%-8s %6s %6s %8.3f ", row.method(), number(row.c(), 0), change, row.height());
            add(out, "%12.2f %14.3f\n", row.runLength() / row.c(), row.runLengthAtCv07() / row.c());
        }
    }

    private static void delays(StringBuilder out, List<Delay> rows) {
        add(out, "%6s %4s %-28s %-11s %7s ", "c", "cv", "change", "method", "median");
        add(out, "%7s %8s %13s\n", "p90", "missed", "ln(c)/KL");
        for (Delay row : rows) {
            add(out, "%6s %4.1f %-28s %-11s ", number(row.c(), 0), row.cv(), row.change(), row.method());
            add(out, "%7s %7s %8.3f ", number(row.median(), 0), number(row.p90(), 0), row.missed());
            add(out, "%13s\n", number(row.bound(), 0));
        }
    }

    private static void dayCells(StringBuilder out, List<DayCells> rows) {
        out.append("\nEvidence looked at once a day, c 10,000, gamma, cv 0.5: run length / c, median / p90 delays\n");
        for (DayCells row : rows) {
            add(out, "%6.1f a day, starts: %-26s %7s", row.perDay(), row.starts(), number(row.runLengthPerC(), 2));
            for (Delay each : row.delays()) {
                add(out, "   %s %s/%s", each.change(), number(each.median(), 0), number(each.p90(), 0));
            }
            out.append('\n');
        }
    }

    private static void lifeCycles(StringBuilder out, LifeCycles row) {
        add(out, "\nLife cycle of %d noisy cohorts over a year, %d looks\n", row.cohorts(), row.looks());
        add(out, "  %d looks beyond the threshold, %d without a warning\n", row.breaches(), row.unwarned());
        add(out, "  at most %d alert of a cohort raised in one window, ", row.mostRaisedPerWindow());
        add(out, "%d resolved before its end\n", row.resolvedEarly());
        add(out, "  %d of %d critical cohorts resolved after they recovered, ", row.resolved(), row.recovered());
        add(out, "after a median of %s completions\n", number(row.resolvedAfter(), 0));
        add(out, "  %s false resolutions per 1,000 completions of a ", number(row.falseResolutionsPer1000(), 3));
        out.append("persisting shift of 25 %\n");
    }

    public static String json(AlertReport report) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("seed", report.seed());
        root.put("quick", report.quick());
        ArrayNode falseAlarms = root.putArray("false_alarms");
        for (FalseAlarms row : report.falseAlarms()) {
            ObjectNode node = falseAlarms.addObject().put("method", row.method());
            put(node, "c", row.c());
            node.put("law", row.law());
            put(node, "mean", row.mean());
            node.put("cohorts", row.cohorts()).put("records", row.records()).put("alarms", row.alarms());
            put(node, "records_per_alarm", row.recordsPerAlarm());
        }
        ArrayNode inControl = root.putArray("at_the_baseline");
        for (InControl row : report.inControl()) {
            ObjectNode node = inControl.addObject().put("method", row.method());
            put(node, "c", row.c());
            node.put("law", row.law()).put("streams", row.streams());
            put(node, "share_alarmed", row.share());
            put(node, "alarms_per_million", row.alarmsPerMillion());
        }
        ArrayNode tunings = root.putArray("tuned_rivals");
        for (Tuning row : report.tunings()) {
            ObjectNode node = tunings.addObject().put("method", row.method());
            put(node, "c", row.c());
            node.put("shift_pct", row.shiftPct());
            put(node, "height", row.height());
            put(node, "run_length", row.runLength());
            put(node, "run_length_at_cv_0_7", row.runLengthAtCv07());
        }
        delays(root.putArray("delays"), report.delays());
        ArrayNode dayCells = root.putArray("day_cells");
        for (DayCells row : report.dayCells()) {
            ObjectNode node = dayCells.addObject().put("starts", row.starts());
            put(node, "records_per_day", row.perDay());
            put(node, "run_length_per_c", row.runLengthPerC());
            delays(node.putArray("delays"), row.delays());
        }
        lifeCycles(root.putObject("life_cycles"), report.lifeCycles());
        ArrayNode mustShow = root.putArray("must_show");
        for (MustShow row : report.mustShow()) {
            ObjectNode node = mustShow.addObject().put("claim", row.claim());
            put(node, "value", row.value());
            node.put("threshold", row.threshold()).put("met", row.met());
        }
        root.put("met", report.met());
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delays(ArrayNode rows, List<Delay> delays) {
        for (Delay row : delays) {
            ObjectNode node = rows.addObject().put("method", row.method());
            put(node, "c", row.c());
            put(node, "cv", row.cv());
            node.put("change", row.change()).put("streams", row.streams());
            put(node, "median", row.median());
            put(node, "p90", row.p90());
            put(node, "missed", row.missed());
            put(node, "bound", row.bound());
        }
    }

    private static void lifeCycles(ObjectNode node, LifeCycles row) {
        node.put("cohorts", row.cohorts()).put("looks", row.looks()).put("breaches", row.breaches());
        node.put("unwarned", row.unwarned()).put("most_raised_per_window", row.mostRaisedPerWindow());
        node.put("resolved_early", row.resolvedEarly());
        node.put("recovered", row.recovered()).put("resolved", row.resolved());
        put(node, "resolved_after_completions", row.resolvedAfter());
        put(node, "false_resolutions_per_1000", row.falseResolutionsPer1000());
    }

    /** What is infinite (never) or unknown is null. */
    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            BigDecimal rounded = BigDecimal.valueOf(value).setScale(12, RoundingMode.HALF_UP);
            node.put(name, rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros());
        } else {
            node.putNull(name);
        }
    }

    private static String method(String method, double c) {
        return c > 0 ? method + " " + number(c, 0) : method;
    }

    private static String number(double value, int decimals) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : "-";
    }

    private static void add(StringBuilder out, String format, Object... arguments) {
        out.append(String.format(Locale.ROOT, format, arguments));
    }
}
