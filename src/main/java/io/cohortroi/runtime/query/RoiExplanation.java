package io.cohortroi.runtime.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Recomputes an ROI record from what it carries and shows every step: 8 units x 576 x 1 x 1 = 4608 benefit, 4608 / 2400
 * = 1.92, (1.92 - 1) x 100 = 92 %. A step that comes out otherwise than recorded says so.
 */
public final class RoiExplanation {
    private static final int ROI_DECIMALS = 12;
    private static final int MONEY_DECIMALS = 2;

    private final ObjectNode record;
    private final ArrayNode steps = Json.object().putArray("steps");
    private boolean agrees = true;

    private RoiExplanation(ObjectNode record) {
        this.record = record;
    }

    /** {@code {"agrees", "steps": [{"what", "how", "result", "recorded", "agrees"}]}}; pure in the record. */
    public static ObjectNode of(ObjectNode record) {
        RoiExplanation explanation = new RoiExplanation(record);
        explanation.explain();
        ObjectNode answer = Json.object().put("agrees", explanation.agrees);
        answer.set("steps", explanation.steps);
        return answer;
    }

    private void explain() {
        if (record.path("kind").asText().equals("voided")) {
            step("benefit", "the completion was voided: it earned and cost nothing", Optional.of(BigDecimal.ZERO));
            step("cost", "the completion was voided", Optional.of(BigDecimal.ZERO));
            step("roi_multiplier", "a void has none", Optional.empty());
            return;
        }
        Optional<BigDecimal> benefit = benefit();
        Optional<BigDecimal> cost = cost();
        Optional<BigDecimal> roi = multiplier(benefit, cost);
        step(
                "roi_percent",
                "(multiplier - 1) x 100",
                roi.map(value -> value.subtract(BigDecimal.ONE).movePointRight(2)));
        Optional<BigDecimal> baseline = number(record, "baseline_roi");
        step(
                "roi_vs_baseline",
                roi.map(RoiExplanation::plain).orElse("no multiplier") + " / "
                        + baseline.map(RoiExplanation::plain).orElse("no baseline") + ", the baseline of a "
                        + record.path("archetype").asText() + " (version "
                        + record.path("baseline_version").asText() + ")",
                roi.flatMap(value -> baseline.map(by -> value.divide(by, ROI_DECIMALS, RoundingMode.HALF_UP))));
    }

    private Optional<BigDecimal> benefit() {
        if (record.path("benefit_source").asText().equals("event")) {
            return step("benefit", "given by the event", number(record, "benefit"));
        }
        JsonNode inputs = record.path("inputs");
        Optional<BigDecimal> product = Optional.of(BigDecimal.ONE);
        StringBuilder how = new StringBuilder();
        for (String factor : new String[] {"units", "value", "isolation", "estimate_confidence"}) {
            Optional<BigDecimal> number = number(inputs, factor);
            product = product.flatMap(so -> number.map(so::multiply));
            how.append(how.isEmpty() ? "" : " x ")
                    .append(number.map(RoiExplanation::plain).orElse("?"));
            how.append(' ').append(factor.replace('_', ' '));
        }
        how.append(", the value from the ").append(record.path("benefit_source").asText());
        return step(
                "benefit", how.toString(), product.map(exact -> exact.setScale(MONEY_DECIMALS, RoundingMode.HALF_UP)));
    }

    private Optional<BigDecimal> cost() {
        String source = record.path("cost_source").asText();
        JsonNode inputs = record.path("inputs");
        Optional<BigDecimal> adjustment = number(inputs, "cost_adjustment");
        String adjusted = adjustment
                .map(share -> " + " + plain(share) + " of late entries in the finance ledger")
                .orElse("");
        if (!source.equals("workflow")) {
            String how = source.equals("event") ? "given by the event" : "the workflow has no rates";
            return step("cost", how + adjusted, number(record, "cost"));
        }
        BigDecimal fixed = number(inputs, "fixed_cost").orElse(BigDecimal.ZERO);
        BigDecimal hourly = number(inputs, "hourly_cost").orElse(BigDecimal.ZERO);
        BigDecimal hours = number(record, "duration_hours").orElse(BigDecimal.ZERO);
        return step(
                "cost",
                plain(fixed) + " fixed + " + plain(hourly) + " an hour x " + plain(hours) + " hours" + adjusted,
                Optional.of(fixed.add(hourly.multiply(hours))
                        .setScale(MONEY_DECIMALS, RoundingMode.HALF_UP)
                        .add(adjustment.orElse(BigDecimal.ZERO))));
    }

    private Optional<BigDecimal> multiplier(Optional<BigDecimal> benefit, Optional<BigDecimal> cost) {
        if (benefit.isEmpty() || cost.isEmpty() || cost.get().signum() == 0) {
            return step("roi_multiplier", "no cost to divide by: counted, left out of averages", Optional.empty());
        }
        return step(
                "roi_multiplier",
                plain(benefit.get()) + " benefit / " + plain(cost.get()) + " cost",
                Optional.of(benefit.get().divide(cost.get(), ROI_DECIMALS, RoundingMode.HALF_UP)));
    }

    private Optional<BigDecimal> step(String field, String how, Optional<BigDecimal> result) {
        Optional<BigDecimal> recorded = number(record, field);
        boolean same = result.isPresent() == recorded.isPresent()
                && result.map(value -> value.compareTo(recorded.orElse(value)) == 0)
                        .orElse(true);
        agrees = agrees && same;
        ObjectNode step = steps.addObject().put("what", field).put("how", how);
        step.put("result", result.map(BigDecimal::stripTrailingZeros).orElse(null));
        step.put("recorded", recorded.map(BigDecimal::stripTrailingZeros).orElse(null));
        step.put("agrees", same);
        return recorded;
    }

    private static Optional<BigDecimal> number(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isNumber() ? Optional.of(value.decimalValue()) : Optional.empty();
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
