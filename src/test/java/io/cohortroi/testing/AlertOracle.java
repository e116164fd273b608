package io.cohortroi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Recomputes every alert of a run of {@code analyze} from the ROI records beside it, the plain way: it filters records
 * and adds them up. It shares no class with the program.
 */
public final class AlertOracle {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final BigDecimal HUNDRED = new BigDecimal("100");

    private final Map<String, TreeMap<Instant, List<Seen>>> bySubject = new TreeMap<>();
    private final Set<String> completions = new HashSet<>();
    private final Map<String, List<JsonNode>> alerts = new TreeMap<>();
    private final Map<String, Integer> checked = new TreeMap<>();

    /** One final record. */
    private record Seen(BigDecimal roi, BigDecimal baseline) {}

    private record Sums(long n, BigDecimal roi, BigDecimal baseline) {
        BigDecimal variancePct() {
            return roi.subtract(baseline).multiply(HUNDRED).divide(baseline, 12, RoundingMode.HALF_UP);
        }

        BigDecimal mean(BigDecimal sum) {
            return sum.divide(BigDecimal.valueOf(n), 12, RoundingMode.HALF_UP);
        }
    }

    private AlertOracle() {}

    /**
     * Asserts every value of {@code roi-alerts.jsonl}, and that no week with enough completions departs unnoticed.
     *
     * @return how many values of each rule were recomputed
     */
    public static Map<String, Integer> check(Path out) throws IOException {
        AlertOracle oracle = new AlertOracle();
        oracle.read(out);
        oracle.alerts.values().forEach(history -> history.forEach(oracle::check));
        oracle.nothingShouldDepartUnnoticed();
        return oracle.checked;
    }

    private void read(Path out) throws IOException {
        Map<String, JsonNode> latest = new TreeMap<>();
        try (Stream<Path> files = Files.list(out.resolve("roi-records"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
                for (JsonNode record : lines(file)) {
                    String completion = record.get("completion_id").asText();
                    latest.merge(
                            record.get("learner_id").asText() + "/" + completion,
                            record,
                            (a, b) -> a.get("record_version").asInt()
                                            > b.get("record_version").asInt()
                                    ? a
                                    : b);
                    completions.add(completion + "/" + record.get("roi_multiplier"));
                }
            }
        }
        for (JsonNode record : latest.values()) {
            if (!record.get("roi_multiplier").isNull()) {
                add(record.get("cohort").asText(), record);
                add("archetype:" + record.get("archetype").asText(), record);
            }
        }
        for (JsonNode alert : lines(out.resolve("roi-alerts.jsonl"))) {
            alerts.computeIfAbsent(alert.get("fingerprint").asText(), key -> new ArrayList<>())
                    .add(alert);
        }
    }

    private void add(String subject, JsonNode record) {
        bySubject
                .computeIfAbsent(subject, key -> new TreeMap<>())
                .computeIfAbsent(time(record, "timestamp"), key -> new ArrayList<>())
                .add(new Seen(
                        record.get("roi_multiplier").decimalValue(),
                        record.get("baseline_roi").decimalValue()));
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private void check(JsonNode alert) {
        String rule = alert.get("rule").asText();
        switch (rule) {
            case "roi_variance" -> {
                sameSums(alert);
                boolean resolved = alert.get("status").asText().equals("resolved");
                if (resolved) {
                    assertThat(time(alert, "ended_at"))
                            .as(alert.toString())
                            .isAfterOrEqualTo(time(alert, "window_end"));
                }
            }
            case "calibration_drift" -> {
                // What ends it was measured in another window, and does not enter it.
                if (!alert.get("status").asText().equals("resolved")) {
                    sameSums(alert);
                }
            }
            case "trend_degrading" -> {
                if (time(alert, "updated_at").equals(time(alert, "window_start"))) {
                    sameSlope(alert);
                }
            }
            case "roi_outlier" ->
                alert.get("top_contributors")
                        .forEach(each -> assertThat(completions)
                                .as(alert.toString())
                                .contains(each.get("id").asText() + "/" + each.get("observed")));
            default -> throw new AssertionError("no oracle for " + alert);
        }
        checked.merge(rule, 1, Integer::sum);
    }

    private void sameSums(JsonNode alert) {
        Instant updated = time(alert, "updated_at");
        boolean midnight = updated.equals(startOf(dayOf(updated)));
        // A day that is over is looked at on its end; the newest day is looked at as a whole so far.
        Sums seen = sums(alert, midnight ? updated : startOf(dayOf(updated).plusDays(1)));
        if (midnight && alert.get("n").asLong() != seen.n()) {
            seen = sums(alert, startOf(dayOf(updated).plusDays(1)));
        }
        assertThat(alert.get("n").asLong()).as(alert.toString()).isEqualTo(seen.n());
        assertThat(alert.get("observed").decimalValue())
                .as(alert.toString())
                .isEqualByComparingTo(seen.mean(seen.roi()));
        assertThat(alert.get("expected").decimalValue())
                .as(alert.toString())
                .isEqualByComparingTo(seen.mean(seen.baseline()));
        BigDecimal variance = alert.get("rule").asText().equals("calibration_drift")
                ? seen.mean(seen.roi())
                        .subtract(seen.mean(seen.baseline()))
                        .multiply(HUNDRED)
                        .divide(seen.mean(seen.baseline()), 12, RoundingMode.HALF_UP)
                : seen.variancePct();
        assertThat(alert.get("variance_pct").decimalValue())
                .as(alert.toString())
                .isEqualByComparingTo(variance);
    }

    private Sums sums(JsonNode alert, Instant through) {
        Instant end = time(alert, "window_end").isBefore(through) ? time(alert, "window_end") : through;
        return sums(alert.get("subject").asText(), time(alert, "window_start"), end);
    }

    private Sums sums(String subject, Instant from, Instant until) {
        long n = 0;
        BigDecimal roi = BigDecimal.ZERO;
        BigDecimal baseline = BigDecimal.ZERO;
        TreeMap<Instant, List<Seen>> records = bySubject.getOrDefault(subject, new TreeMap<>());
        for (List<Seen> together : records.subMap(from, until).values()) {
            for (Seen record : together) {
                n++;
                roi = roi.add(record.roi());
                baseline = baseline.add(record.baseline());
            }
        }
        return new Sums(n, roi, baseline);
    }

    /** Weighted least squares through the weekly means of the 26 weeks before the look. */
    private void sameSlope(JsonNode alert) {
        LocalDate monday = dayOf(time(alert, "updated_at"));
        double weights = 0;
        double meanX = 0;
        double meanY = 0;
        List<double[]> points = new ArrayList<>();
        for (int back = 26; back >= 1; back--) {
            LocalDate week = monday.minusWeeks(back);
            Sums sums = sums(alert.get("subject").asText(), startOf(week), startOf(week.plusWeeks(1)));
            if (sums.n() > 0) {
                double[] point = {-back, sums.mean(sums.roi()).doubleValue(), sums.n()};
                points.add(point);
                weights += point[2];
                meanX += point[0] * point[2];
                meanY += point[1] * point[2];
            }
        }
        meanX /= weights;
        meanY /= weights;
        double slope = 0;
        double spread = 0;
        for (double[] point : points) {
            slope += point[2] * (point[0] - meanX) * (point[1] - meanY);
            spread += point[2] * (point[0] - meanX) * (point[0] - meanX);
        }
        assertThat(alert.get("n").asLong()).as(alert.toString()).isEqualTo(points.size());
        assertThat(alert.get("observed").doubleValue()).as(alert.toString()).isCloseTo(slope / spread, within(1e-9));
    }

    /** At the end of every day: a week so far of at least 20 that is more than 10 % off has an alert that stands. */
    private void nothingShouldDepartUnnoticed() {
        Map<String, TreeMap<Instant, String>> history = new HashMap<>();
        for (List<JsonNode> values : alerts.values()) {
            for (JsonNode alert : values) {
                if (alert.get("rule").asText().equals("roi_variance")) {
                    history.computeIfAbsent(alert.get("subject").asText(), key -> new TreeMap<>())
                            .put(time(alert, "updated_at"), alert.get("status").asText());
                }
            }
        }
        bySubject.forEach((subject, records) -> {
            TreeSet<LocalDate> days = new TreeSet<>();
            records.keySet().forEach(at -> days.add(dayOf(at)));
            for (LocalDate day : days.headSet(days.last(), false)) {
                LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                Sums week = sums(subject, startOf(monday), startOf(day.plusDays(1)));
                if (week.n() >= 20 && week.variancePct().abs().compareTo(BigDecimal.TEN) > 0) {
                    Instant look = startOf(day.plusDays(1));
                    Map.Entry<Instant, String> standing =
                            history.getOrDefault(subject, new TreeMap<>()).floorEntry(look);
                    assertThat(standing)
                            .as("%s departs on %s unnoticed", subject, day)
                            .isNotNull();
                    assertThat(standing.getValue())
                            .as("%s departs on %s", subject, day)
                            .isNotEqualTo("resolved");
                    checked.merge("departures", 1, Integer::sum);
                }
            }
        });
    }

    private static Instant time(JsonNode value, String field) {
        return Instant.parse(value.get(field).asText());
    }

    private static LocalDate dayOf(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
