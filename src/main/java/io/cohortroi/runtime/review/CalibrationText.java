package io.cohortroi.runtime.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.domain.calibration.Calibration;
import io.cohortroi.domain.calibration.HoldOut;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.topology.serde.CalibrationJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A calibration review as JSON and as a page for people. */
public final class CalibrationText {
    private CalibrationText() {}

    /** {@code calibrations} as on {@code calibration-reports}, and {@code hold_outs}. */
    public static ObjectNode json(CalibrationReview review) throws IOException {
        Instant newest = review.newest();
        ObjectNode node = Json.object();
        node.put("records", review.records());
        node.put("newest", newest == null ? null : newest.toString());
        ArrayNode calibrations = node.putArray("calibrations");
        for (Calibration each : review.calibrations()) {
            calibrations.add(Json.parseObject(CalibrationJson.toBytes(each, newest == null ? Instant.EPOCH : newest)));
        }
        ArrayNode holdOuts = node.putArray("hold_outs");
        for (HoldOut each : review.holdOuts()) {
            holdOuts.addObject()
                    .put("archetype", each.archetype().label())
                    .put("before", each.before())
                    .put("calibrated", each.calibrated())
                    .put(
                            "steps",
                            each.steps().stream()
                                    .filter(step -> step.recommended() != null)
                                    .count())
                    .put("earlier_n", each.earlierN())
                    .put("later_n", each.laterN())
                    .put("later", each.later())
                    .put("error_before_pct", each.errorBeforePct())
                    .put("error_after_pct", each.errorAfterPct())
                    .put("outcome", each.outcome().label())
                    .put("reason", each.reason());
        }
        return node;
    }

    /** Markdown, line by line. */
    public static List<String> page(CalibrationReview review) {
        List<String> lines = new ArrayList<>();
        lines.add("# Calibration");
        lines.add("");
        lines.add(review.records() + " final ROI records"
                + (review.newest() == null ? "." : ", the newest completed at " + review.newest() + "."));
        lines.add("");
        lines.add("| archetype | predicted | actual | variance | n | 95 % interval | verdict | recommended |");
        lines.add("| --- | ---: | ---: | ---: | ---: | --- | --- | ---: |");
        for (Calibration each : review.calibrations()) {
            lines.add("| " + each.archetype().label() + " | " + shortly(each.predicted()) + " | "
                    + shortly(each.actual()) + " | " + percent(each.variancePct(), true) + " | " + each.n() + " | "
                    + (each.ciLow() == null ? "–" : shortly(each.ciLow()) + " to " + shortly(each.ciHigh())) + " | "
                    + each.verdict().label().replace('_', ' ') + " | "
                    + (each.recommended() == null ? "stays" : each.recommended().toPlainString())
                    + " |");
        }
        lines.add("");
        review.calibrations().forEach(each -> lines.add("- " + each.archetype().label() + ": " + each.reason()));
        if (!review.holdOuts().isEmpty()) {
            addHoldOuts(lines, review.holdOuts());
        }
        return lines;
    }

    private static void addHoldOuts(List<String> lines, List<HoldOut> holdOuts) {
        lines.add("");
        lines.add("## Judged on the later part");
        lines.add("");
        lines.add("| archetype | before | calibrated | n earlier | n later | later actual | error before | error after"
                + " | outcome |");
        lines.add("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        for (HoldOut each : holdOuts) {
            lines.add("| " + each.archetype().label() + " | " + shortly(each.before()) + " | "
                    + shortly(each.calibrated()) + " | " + each.earlierN() + " | " + each.laterN() + " | "
                    + shortly(each.later()) + " | " + percent(each.errorBeforePct(), false) + " | "
                    + percent(each.errorAfterPct(), false) + " | "
                    + each.outcome().label().replace('_', ' ') + " |");
        }
        lines.add("");
        holdOuts.forEach(each -> lines.add("- " + each.archetype().label() + ": " + each.reason()));
    }

    private static String shortly(@Nullable BigDecimal value) {
        return value == null ? "–" : value.setScale(3, RoundingMode.HALF_UP).toPlainString();
    }

    private static String percent(@Nullable BigDecimal value, boolean signed) {
        if (value == null) {
            return "–";
        }
        String sign = signed && value.signum() > 0 ? "+" : "";
        return sign + value.setScale(2, RoundingMode.HALF_UP).toPlainString() + " %";
    }
}
