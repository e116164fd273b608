package io.cohortroi.runtime.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortroi.runtime.importer.ImportedEvent;
import io.cohortroi.testing.TopicContract;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the company's finance books agrees with what its completions, as told, come to. */
class BookkeepingTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, JsonNode> workflows = new HashMap<>();
    private final Map<String, JsonNode> completions = new HashMap<>();
    private final List<JsonNode> entries = new ArrayList<>();

    @BeforeEach
    void read() throws IOException {
        for (ImportedEvent event : new SimulatedCompany(7, Instant.parse("2026-03-20T20:00:00Z")).past()) {
            JsonNode value = JSON.readTree(event.json());
            switch (event.topic()) {
                case "workflows" -> workflows.put(value.get("workflow_id").asText(), value);
                case "training-completions" ->
                    completions.merge(
                            value.get("completion_id").asText(),
                            value,
                            (a, b) -> a.path("revision").asInt()
                                            >= b.path("revision").asInt()
                                    ? a
                                    : b);
                case "finance-ledger" -> {
                    TopicContract.assertConforms("finance-ledger", event.valueBytes());
                    entries.add(value);
                }
                default -> assertThat(event.topic()).isNotBlank();
            }
        }
    }

    private Map<String, BigDecimal> charged() {
        Map<String, BigDecimal> charged = new TreeMap<>();
        for (JsonNode completion : completions.values()) {
            if (!completion.get("kind").asText().equals("voided")) {
                JsonNode workflow = workflows.get(completion.get("workflow_id").asText());
                BigDecimal cost = completion.has("cost")
                        ? completion.get("cost").decimalValue()
                        : workflow.path("fixed_cost")
                                .decimalValue()
                                .add(workflow.path("hourly_cost")
                                        .decimalValue()
                                        .multiply(
                                                completion.get("duration_hours").decimalValue()));
                charged.merge(
                        workflow.get("workflow_id").asText() + " "
                                + completion.get("completed_at").asText().substring(0, 7),
                        cost.setScale(2, RoundingMode.HALF_UP),
                        BigDecimal::add);
            }
        }
        return charged;
    }

    @Test
    void shouldBookWhatWasChargedWithinTheGateAndOneInvoiceLate() {
        Map<String, BigDecimal> charged = charged();
        Map<String, BigDecimal> booked = new TreeMap<>();
        for (JsonNode entry : entries) {
            String month = entry.get("workflow_id").asText() + " "
                    + entry.get("period").asText();
            booked.merge(month, entry.get("amount").decimalValue(), BigDecimal::add);
        }

        assertThat(booked).hasSizeGreaterThan(50);
        assertThat(booked)
                .allSatisfy((month, amount) -> assertThat(amount.divide(charged.get(month), 6, RoundingMode.HALF_UP))
                        .as(month)
                        .isBetween(new BigDecimal("0.985"), new BigDecimal("1.015")));
        List<JsonNode> late = entries.stream()
                .filter(entry ->
                        entry.get("posted_at").asText().substring(8, 10).equals("15"))
                .toList();
        assertThat(late).hasSize(1);
        String month = late.get(0).get("workflow_id").asText() + " "
                + late.get(0).get("period").asText();
        assertThat(booked.get(month)).isLessThan(charged.get(month));
    }
}
