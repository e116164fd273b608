package io.cohortroi.runtime.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RoiExplanationTest {
    private static final String SEED_ROW = """
            {"archetype":"Specialist","kind":"completed","cost":2400,"duration_hours":12,"roi_multiplier":1.92,
             "benefit":4608,"benefit_source":"default","cost_source":"event","roi_percent":92,"baseline_roi":1.6,
             "baseline_version":0,"roi_vs_baseline":1.2,
             "inputs":{"units":8,"value":576,"isolation":1,"estimate_confidence":1,"fixed_cost":null,"hourly_cost":null}}
            """;

    @Test
    void shouldRecomputeTheSeedRow() throws IOException {
        ObjectNode explained = RoiExplanation.of(parse(SEED_ROW));
        assertThat(explained.get("agrees").asBoolean()).isTrue();
        assertThat(explained.get("steps"))
                .extracting(step -> step.get("what").asText() + " = "
                        + step.get("result").decimalValue().toPlainString())
                .containsExactly(
                        "benefit = 4608",
                        "cost = 2400",
                        "roi_multiplier = 1.92",
                        "roi_percent = 92",
                        "roi_vs_baseline = 1.2");
        assertThat(explained.get("steps").get(0).get("how").asText())
                .isEqualTo("8 units x 576 value x 1 isolation x 1 estimate confidence, the value from the default");
    }

    @Test
    void shouldRecomputeIsolationAndConfidenceInTheEstimate() throws IOException {
        ObjectNode record = parse(SEED_ROW.replace("\"isolation\":1", "\"isolation\":0.6")
                .replace("\"estimate_confidence\":1", "\"estimate_confidence\":0.8")
                .replace("\"benefit\":4608", "\"benefit\":2211.84")
                .replace("1.92", "0.9216")
                .replace("\"roi_percent\":92", "\"roi_percent\":-7.84")
                .replace("\"roi_vs_baseline\":1.2", "\"roi_vs_baseline\":0.576"));
        assertThat(RoiExplanation.of(record).get("agrees").asBoolean()).isTrue();
    }

    @Test
    void shouldAddFixedAndHourlyCost() throws IOException {
        ObjectNode record = parse(SEED_ROW.replace("\"cost_source\":\"event\"", "\"cost_source\":\"workflow\"")
                .replace("\"fixed_cost\":null,\"hourly_cost\":null", "\"fixed_cost\":600,\"hourly_cost\":150"));
        JsonNode cost = RoiExplanation.of(record).get("steps").get(1);
        assertThat(cost.get("how").asText()).isEqualTo("600 fixed + 150 an hour x 12 hours");
        assertThat(cost.get("result").decimalValue()).isEqualByComparingTo("2400");
    }

    @Test
    void shouldAddTheShareOfLateEntries() throws IOException {
        ObjectNode record = parse(SEED_ROW.replace("\"cost_source\":\"event\"", "\"cost_source\":\"workflow\"")
                .replace(
                        "\"fixed_cost\":null,\"hourly_cost\":null",
                        "\"fixed_cost\":440,\"hourly_cost\":150,\"cost_adjustment\":160"));
        JsonNode cost = RoiExplanation.of(record).get("steps").get(1);
        assertThat(cost.get("how").asText())
                .isEqualTo("440 fixed + 150 an hour x 12 hours + 160 of late entries in the finance ledger");
        assertThat(cost.get("agrees").asBoolean()).isTrue();
    }

    @Test
    void shouldSayWhichStepDoesNotAgree() throws IOException {
        ObjectNode explained = RoiExplanation.of(parse(SEED_ROW.replace("1.92", "1.93")));
        assertThat(explained.get("agrees").asBoolean()).isFalse();
        assertThat(explained.get("steps"))
                .filteredOn(step -> !step.get("agrees").asBoolean())
                .extracting(step -> step.get("what").asText())
                .containsExactly("roi_multiplier", "roi_percent", "roi_vs_baseline");
    }

    @Test
    void shouldHaveNoMultiplierWithoutCost() throws IOException {
        ObjectNode free = parse(SEED_ROW.replace("\"cost\":2400", "\"cost\":0")
                .replace("\"cost_source\":\"event\"", "\"cost_source\":\"none\"")
                .replace("1.92", "null")
                .replace("\"roi_percent\":92", "\"roi_percent\":null")
                .replace("\"roi_vs_baseline\":1.2", "\"roi_vs_baseline\":null"));
        ObjectNode explained = RoiExplanation.of(free);
        assertThat(explained.get("agrees").asBoolean()).isTrue();
        assertThat(explained.get("steps").get(2).get("result").isNull()).isTrue();
    }

    private static ObjectNode parse(String json) throws IOException {
        return Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
    }
}
