package io.cohortroi.faults;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cohortroi.simulation.Action;
import io.cohortroi.simulation.Oracle;
import io.cohortroi.simulation.PlantedBug;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** I6: once it is quiet, the API says of every cohort what the oracle says. */
final class HttpCheck {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final ApplicationProcess program;

    HttpCheck(ApplicationProcess program) {
        this.program = program;
    }

    /** The page is rate-limited, so it is given a few seconds to say the last of it. */
    List<String> differences(List<Action> sent) {
        Map<String, String> facts = Oracle.facts(sent, EnumSet.noneOf(PlantedBug.class));
        List<String> found = new ArrayList<>();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                found.clear();
                compare(facts, found);
                return found.isEmpty();
            });
        } catch (ConditionTimeoutException e) {
            return found;
        }
        return new ArrayList<>();
    }

    private void compare(Map<String, String> facts, List<String> found) throws IOException {
        JsonNode cohorts = JSON.readTree(program.get("/api/v1/cohorts")).path("cohorts");
        if (cohorts.isEmpty()) {
            found.add("the API shows no cohort");
        }
        for (JsonNode cohort : cohorts) {
            String name = cohort.path("cohort").asText();
            for (String field : List.of("completions", "total_cost", "total_benefit", "learners")) {
                BigDecimal should = new BigDecimal(facts.getOrDefault("scope/" + name + "/" + field, "0"));
                if (should.compareTo(cohort.path(field).decimalValue()) != 0) {
                    found.add("the API says " + field + " " + cohort.path(field) + " of " + name + ", expected "
                            + should);
                }
            }
        }
    }
}
