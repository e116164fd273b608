package io.cohortroi.runtime.importer;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cohortroi.testing.OuladOracle.Cohort;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a consumer of the published values would count, folded from their JSON as the contract reads it. */
final class EventFold {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, JsonNode> workflows = new HashMap<>();
    private final Map<String, String> cohortOfModule = new HashMap<>();
    private final Map<String, NavigableMap<Instant, JsonNode>> lives = new HashMap<>();
    private final List<JsonNode> completions = new ArrayList<>();

    void add(ImportedEvent event) throws IOException {
        JsonNode value = JSON.readTree(event.json());
        switch (event.topic()) {
            case "learners" -> {
                count("learners");
                lives.computeIfAbsent(event.key(), id -> new TreeMap<>())
                        .put(Instant.parse(value.get("updated_at").textValue()), value);
            }
            case "learner-activity" -> count(value.get("type").textValue());
            case "training-completions" -> {
                count("training-completions");
                completions.add(value);
            }
            case "workflows" -> workflows.put(value.get("workflow_id").textValue(), value);
            case "cohorts" ->
                cohortOfModule.put(
                        value.at("/rule/in/0").textValue(),
                        value.get("cohort_id").textValue());
            default -> count(event.topic());
        }
    }

    SortedMap<String, Cohort> cohorts() {
        SortedMap<String, Cohort> cohorts = new TreeMap<>();
        cohortOfModule.values().forEach(id -> cohorts.put(id, cohort(0, 0, "0.00", "0.00", "0.000000000000", 0, 0)));
        for (JsonNode completion : completions) {
            JsonNode workflow = Objects.requireNonNull(
                    workflows.get(completion.get("workflow_id").textValue()), () -> "no workflow of " + completion);
            BigDecimal cost = workflow.get("fixed_cost").decimalValue();
            BigDecimal benefit = completion
                    .get("capabilities_added")
                    .decimalValue()
                    .multiply(workflow.get("capability_value").decimalValue());
            BigDecimal roi = cost.signum() == 0 ? BigDecimal.ZERO : benefit.divide(cost, 12, RoundingMode.HALF_UP);
            cohorts.merge(
                    cohortAt(completion),
                    cohort(1, cost.signum() == 0 ? 1 : 0, cost.toString(), benefit.toString(), roi.toString(), 0, 0),
                    EventFold::plus);
        }
        for (NavigableMap<Instant, JsonNode> life : lives.values()) {
            JsonNode last = life.lastEntry().getValue();
            long active = last.get("status").textValue().equals("active") ? 1 : 0;
            cohorts.merge(cohortOf(last), cohort(0, 0, "0", "0", "0", 1, active), EventFold::plus);
        }
        return cohorts;
    }

    private String cohortAt(JsonNode completion) {
        NavigableMap<Instant, JsonNode> life =
                lives.getOrDefault(completion.get("learner_id").textValue(), new TreeMap<>());
        if (life.isEmpty()) {
            return "unassigned";
        }
        var entry = life.floorEntry(Instant.parse(completion.get("completed_at").textValue()));
        return cohortOf((entry == null ? life.firstEntry() : entry).getValue());
    }

    private String cohortOf(JsonNode learner) {
        return Objects.requireNonNull(
                cohortOfModule.get(learner.at("/attributes/module").textValue()), () -> "no cohort of " + learner);
    }

    private void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    private static Cohort plus(Cohort a, Cohort b) {
        return cohort(
                a.completions() + b.completions(),
                a.noCostCompletions() + b.noCostCompletions(),
                a.totalCost().add(b.totalCost()).toString(),
                a.totalBenefit().add(b.totalBenefit()).toString(),
                a.sumRoi().add(b.sumRoi()).toString(),
                a.learners() + b.learners(),
                a.activeLearners() + b.activeLearners());
    }

    private static Cohort cohort(
            long completions, long free, String cost, String benefit, String sum, long learners, long active) {
        BigDecimal totalCost = new BigDecimal(cost).setScale(2, RoundingMode.UNNECESSARY);
        BigDecimal totalBenefit = new BigDecimal(benefit).setScale(2, RoundingMode.UNNECESSARY);
        BigDecimal sumRoi = new BigDecimal(sum).setScale(12, RoundingMode.UNNECESSARY);
        return new Cohort(
                completions,
                free,
                totalCost,
                totalBenefit,
                sumRoi,
                completions == free
                        ? null
                        : sumRoi.divide(BigDecimal.valueOf(completions - free), 12, RoundingMode.HALF_UP),
                totalCost.signum() == 0 ? null : totalBenefit.divide(totalCost, 12, RoundingMode.HALF_UP),
                learners,
                active);
    }
}
