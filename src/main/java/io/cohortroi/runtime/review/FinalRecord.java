package io.cohortroi.runtime.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.domain.learner.Archetype;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands of a completion: the ROI record of its highest version, as far as a review needs it.
 *
 * @param key learner and completion id
 * @param costAdjustment the part of {@code cost} that late entries of the ledger added
 * @param roi absent at cost 0
 */
record FinalRecord(
        String key,
        int version,
        Instant completedAt,
        Archetype archetype,
        String workflowId,
        BigDecimal cost,
        BigDecimal costAdjustment,
        @Nullable BigDecimal roi,
        BigDecimal baseline,
        int baselineVersion,
        boolean voided) {

    private static final Comparator<FinalRecord> IN_EVENT_TIME =
            Comparator.comparing(FinalRecord::completedAt).thenComparing(FinalRecord::key);

    /** The final records that are not voided, in event time. */
    static List<FinalRecord> of(Results results) throws IOException {
        Map<String, FinalRecord> latest = new HashMap<>();
        results.records(node -> {
            FinalRecord record = of(node);
            latest.merge(record.key, record, (a, b) -> a.version >= b.version ? a : b);
        });
        List<FinalRecord> records = new ArrayList<>(latest.values());
        records.removeIf(FinalRecord::voided);
        records.sort(IN_EVENT_TIME);
        return records;
    }

    private static FinalRecord of(ObjectNode node) throws IOException {
        String label = node.path("archetype").asText();
        Archetype archetype = Archetype.ofLabel(label)
                .orElseThrow(() -> new IOException("an ROI record names an archetype, found " + label));
        JsonNode roi = node.path("roi_multiplier");
        return new FinalRecord(
                node.path("learner_id").asText()
                        + '\0'
                        + node.path("completion_id").asText(),
                node.path("record_version").asInt(),
                Instant.parse(node.path("timestamp").asText()),
                archetype,
                node.path("workflow_id").asText(),
                node.path("cost").decimalValue(),
                node.at("/inputs/cost_adjustment").decimalValue(),
                roi.isNumber() ? roi.decimalValue() : null,
                node.path("baseline_roi").decimalValue(),
                node.path("baseline_version").asInt(),
                node.path("kind").asText().equals("voided"));
    }
}
