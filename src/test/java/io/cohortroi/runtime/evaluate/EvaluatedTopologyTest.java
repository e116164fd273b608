package io.cohortroi.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.domain.alert.Alert;
import io.cohortroi.domain.alert.AlertRules;
import io.cohortroi.domain.alert.VarianceCell;
import io.cohortroi.domain.alert.VarianceMonitor;
import io.cohortroi.domain.alert.VarianceState;
import io.cohortroi.testing.TopologyFixture;
import io.cohortroi.testing.TopologyFixture.Out;
import io.cohortroi.topology.Topics;
import io.cohortroi.topology.serde.AlertJson;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code evaluate alerts} measures on the detector alone is what the stream says: the same simulated completions
 * through the whole topology and through the detector, compared alert for alert, field for field. One look a day; a third of
 * the cohorts stays at its baseline, a third is shifted for some weeks, a third for good; one has thresholds of its own.
 */
class EvaluatedTopologyTest {
    private static final long SEED = 20251020;
    private static final int COHORTS = 6;
    private static final int DAYS = 70;
    private static final LocalDate FIRST = LocalDate.of(2025, 3, 3);
    private static final String STRICT = "cohort-5";
    private static final AlertRules STANDARD = AlertRules.standard();

    @TempDir
    Path folder;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Map<String, NavigableMap<LocalDate, VarianceCell>> cells = new TreeMap<>();
    private final Map<String, VarianceState> states = new TreeMap<>();
    private final Map<String, Instant> newest = new TreeMap<>();
    private final List<String> expected = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private int learners;

    @Test
    void shouldSayLiveWhatTheDetectorSays() {
        try (TopologyFixture stream = TopologyFixture.start(TopologyFixture.options(true), folder)) {
            defineStrictCohort(stream);
            for (int day = 0; day < DAYS; day++) {
                publish(stream, day);
                stream.tick();
                cells.keySet().forEach(this::look);
                hear(stream);
            }
        }

        assertThat(sorted(said)).as("seed %d", SEED).isEqualTo(sorted(expected));
        assertThat(expected)
                .as("warnings, criticals and resolutions are among them")
                .hasSizeGreaterThan(50)
                .anyMatch(alert -> alert.contains("\"severity\":\"critical\""))
                .anyMatch(alert -> alert.contains("\"status\":\"resolved\""))
                .anyMatch(alert -> alert.contains("\"subject\":\"" + STRICT + "\"") && alert.contains("pct\":5,"));
    }

    @Test
    void shouldSayAtTheEndWhatTheFoldSays() {
        try (TopologyFixture stream = TopologyFixture.start(TopologyFixture.atTheEnd(), folder)) {
            defineStrictCohort(stream);
            for (int day = 0; day < DAYS; day++) {
                publish(stream, day);
            }
            stream.endOfInput();
            hear(stream);
        }

        cells.forEach((subject, days) -> new VarianceMonitor(subject, rulesOf(subject))
                .fold(days, new TreeSet<>(), newest.get(subject))
                .alerts()
                .forEach(alert -> expected.add(text(alert))));
        assertThat(sorted(said)).as("seed %d", SEED).isEqualTo(sorted(expected));
        assertThat(expected).hasSizeGreaterThan(50);
    }

    private static void defineStrictCohort(TopologyFixture stream) {
        stream.send(
                Topics.COHORTS,
                STRICT + "@1",
                "{'cohort_id':'" + STRICT + "','name':'Strict','active':true,"
                        + "'thresholds':{'variance_pct':5,'min_completions':10}}");
    }

    private static AlertRules rulesOf(String subject) {
        return subject.equals(STRICT) ? STANDARD.overriddenBy(new BigDecimal("5"), 10L, null) : STANDARD;
    }

    private void publish(TopologyFixture stream, int day) {
        for (int cohort = 0; cohort < COHORTS; cohort++) {
            RatioLaw law = cohort % 2 == 0 ? RatioLaw.gamma(0.5) : RatioLaw.lognormal(0.5);
            boolean shifted = (cohort % 3 == 1 && day >= 20 && day < 45) || (cohort % 3 == 2 && day >= 30);
            double mean = shifted ? cohort < 3 ? 1.4 : 0.65 : 1;
            int count = AlertDayCells.poisson(3 + 2 * cohort, random);
            for (int i = 0; i < count; i++) {
                complete(stream, "cohort-" + cohort, day, mean * law.draw(random));
            }
        }
    }

    /** A learner without history is a Generalist, of whom 1 is expected. */
    private void complete(TopologyFixture stream, String cohort, int day, double ratio) {
        String learner = "L" + learners++;
        long benefit = Math.round(1_000 * ratio);
        Instant at = FIRST.plusDays(day).atTime(9, 0).toInstant(ZoneOffset.UTC).plusSeconds(learners % 3_600);
        stream.send(
                Topics.LEARNERS,
                learner,
                "{'learner_id':'" + learner + "','status':'active','registered_at':'2025-03-01T00:00:00Z',"
                        + "'updated_at':'2025-03-01T00:00:00Z','cohort':'" + cohort + "'}");
        stream.send(
                Topics.COMPLETIONS,
                learner,
                "{'event_id':'e','completion_id':'c','learner_id':'" + learner + "','workflow_id':'wf-" + learners % 4
                        + "','kind':'completed','completed_at':'" + at
                        + "','capabilities_added':1,'duration_hours':1,'completion_rate':1,'cost':1000,'benefit':"
                        + benefit + ",'currency':'EUR'}");
        VarianceCell one = VarianceCell.of(
                FIRST.plusDays(day),
                BigDecimal.valueOf(benefit, 3),
                BigDecimal.ONE,
                "Generalist",
                "wf-" + learners % 4,
                1);
        for (String subject : List.of(cohort, "archetype:Generalist")) {
            cells.computeIfAbsent(subject, key -> new TreeMap<>()).merge(one.day(), one, VarianceCell::merge);
            newest.merge(subject, at, (a, b) -> a.isAfter(b) ? a : b);
        }
    }

    private void look(String subject) {
        Instant now = newest.get(subject);
        VarianceMonitor.Advance advance = new VarianceMonitor(subject, rulesOf(subject))
                .advance(
                        states.getOrDefault(subject, VarianceState.initial()),
                        cells.get(subject),
                        new TreeSet<>(),
                        now,
                        LocalDate.ofInstant(now, ZoneOffset.UTC));
        states.put(subject, advance.state());
        advance.alerts().forEach(alert -> expected.add(text(alert)));
    }

    private void hear(TopologyFixture stream) {
        for (Out alert : stream.read(Topics.ROI_ALERTS)) {
            if (alert.at("rule").equals("roi_variance")) {
                said.add(alert.value().toString());
            }
        }
    }

    /** The order of subjects within a look is the stream's own; the order within a subject is part of the text. */
    private static List<String> sorted(List<String> alerts) {
        Map<String, Integer> numbers = new TreeMap<>();
        return alerts.stream()
                .map(alert -> {
                    String fingerprint = alert.substring(0, 34);
                    return fingerprint + " " + (1_000_000 + numbers.merge(fingerprint, 1, Integer::sum)) + alert;
                })
                .sorted()
                .toList();
    }

    private static String text(Alert alert) {
        return TopologyFixture.parsed(AlertJson.toBytes(alert)).toString();
    }
}
