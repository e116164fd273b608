package io.cohortroi.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A reader of the alerts topic who complains: of an alert raised twice, resolved twice, said twice, less severe than
 * before, forgotten while it stands, missing where the final records of a cohort's newest week depart, or left with old
 * numbers. What the numbers of each look should be depends on when the looks were; that is checked elsewhere, against runs
 * with known looks.
 */
final class StandingAlerts {
    /** Completions in a week that a warning needs. */
    static final long LEAST = 3;

    private final Map<String, JsonNode> last = new HashMap<>();
    private final Set<String> raised = new HashSet<>();
    private final List<String> complaints = new ArrayList<>();
    private boolean erased;

    void hear(String key, JsonNode alert) {
        JsonNode before = last.get(key);
        boolean stands = before != null && !isResolved(before);
        if (alert == null) {
            check(!stands && before != null, "an alert was forgotten that stands or was not known");
            last.remove(key);
            return;
        }
        check(alert.get("fingerprint").asText().equals(key), "the key of an alert is not its fingerprint");
        String id = alert.get("alert_id").asText();
        if (stands) {
            check(id.equals(before.get("alert_id").asText()), "an alert was raised while another stands");
            check(!alert.equals(before), "an alert was said twice");
            check(isCritical(alert) || !isCritical(before), "an alert became less severe");
        } else {
            check(!isResolved(alert), "an alert was resolved that does not stand");
            check(raised.add(id), "an alert was raised twice");
        }
        last.put(key, alert);
    }

    /** The sums keep the numbers of who was erased, the records do not: what departs can no longer be told from them. */
    void someoneWasErased() {
        erased = true;
    }

    /** @param records the final ROI records, {@code latest} by topic and key */
    List<String> complaints(Collection<JsonNode> records, Map<String, JsonNode> latest) {
        if (!erased) {
            latest.forEach((name, metrics) -> {
                if (metrics != null && name.startsWith("cohort-metrics/") && !name.contains(":")) {
                    departuresOf(name.substring("cohort-metrics/".length()), metrics, records);
                }
            });
        }
        return complaints;
    }

    private void departuresOf(String cohort, JsonNode metrics, Collection<JsonNode> records) {
        LocalDate today =
                LocalDate.ofInstant(Instant.parse(metrics.get("updated_at").asText()), ZoneOffset.UTC);
        Instant monday = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        long n = 0;
        BigDecimal roi = BigDecimal.ZERO;
        BigDecimal expected = BigDecimal.ZERO;
        for (JsonNode record : records) {
            boolean counts = record.get("cohort").asText().equals(cohort)
                    && !record.get("roi_multiplier").isNull()
                    && !Instant.parse(record.get("timestamp").asText()).isBefore(monday);
            if (counts) {
                n++;
                roi = roi.add(record.get("roi_multiplier").decimalValue());
                expected = expected.add(record.get("baseline_roi").decimalValue());
            }
        }
        boolean departs = roi.subtract(expected).abs().movePointRight(1).compareTo(expected) > 0;
        JsonNode standing = last.values().stream()
                .filter(alert -> alert.get("subject").asText().equals(cohort)
                        && alert.get("rule").asText().equals("roi_variance")
                        && !isResolved(alert))
                .findAny()
                .orElse(null);
        check(n < LEAST || !departs || standing != null, "a cohort departs without an alert");
        boolean ofThisWeek = standing != null
                && Instant.parse(standing.get("window_start").asText()).equals(monday);
        check(!ofThisWeek || n == 0 || standing.get("n").asLong() == n, "the last numbers of an alert were not said");
    }

    private void check(boolean holds, String complaint) {
        if (!holds) {
            complaints.add(complaint);
        }
    }

    private static boolean isResolved(JsonNode alert) {
        return alert.get("status").asText().equals("resolved");
    }

    private static boolean isCritical(JsonNode alert) {
        return alert.get("severity").asText().equals("critical");
    }
}
