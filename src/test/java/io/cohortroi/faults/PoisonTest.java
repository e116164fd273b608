package io.cohortroi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.faults.Poison.Letter;
import io.cohortroi.testing.RunningInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * One record in a hundred is bad, in every way there is in turn, among good ones, duplicates and some that have to wait:
 * on a real broker with the real engine no thread dies, every bad record is in the dead letters as it was, with its
 * reason, and the ledger of every partition says of every record how it ended.
 */
class PoisonTest {
    static final int LEARNERS = 2_000;
    private static final String TODAY = "2025-02-03";
    private static final List<Poison> KINDS = Poison.all();

    @TempDir
    Path folder;

    private final Map<String, Map<String, Long>> expected = new ConcurrentHashMap<>();
    private final Map<String, Sent> bad = new ConcurrentHashMap<>();

    private record Sent(Poison kind, Letter letter) {}

    @Test
    void shouldPutEveryKindAsideAndGoOn(TestReporter reporter) throws Exception {
        poison(1, reporter);
    }

    /** {@code mvn -Dexcluded.groups=none -Dgroups=faults -Dtest=PoisonTest test}: more than 200,000 events. */
    @Test
    @Tag("faults")
    void shouldPutEveryKindAsideAmongTwoHundredThousandEvents(TestReporter reporter) throws Exception {
        poison((2_000 + KINDS.size() - 1) / KINDS.size(), reporter);
    }

    private void poison(int ofEachKind, TestReporter reporter) throws Exception {
        int events = ofEachKind * KINDS.size() * 100;
        try (RunningInstance stream = RunningInstance.start(folder, false)) {
            for (int n = 0; n < LEARNERS; n++) {
                send(stream, "learners", Poison.learner(n), Poison.profile(n, "2025-02-01T00:00:00Z"), "applied");
            }
            // Before anything that is judged by what is known of its learner.
            stream.awaitInput("learners", LEARNERS);
            for (int n = LEARNERS; n < events; n++) {
                if (n % 100 == 7) {
                    sendBad(stream, n / 100);
                } else {
                    sendGood(stream, n);
                }
            }
            sendBadOfTheFirst(stream, events);
            stream.flush();
            for (String topic : expected.keySet().stream()
                    .map(PoisonTest::topicOf)
                    .distinct()
                    .toList()) {
                stream.awaitInput(topic, inputsOf(topic), Duration.ofMinutes(15));
            }

            assertThat(stream.ledger()).isEqualTo(new TreeMap<>(expected));
            assertThat(failedThreads(stream.instance().engine().dataflow())).isZero();
            assertThat(failedThreads(stream.instance().engine().referenceCheck()))
                    .isZero();
            assertThat(stream.instance().failure()).isNull();
            int letters = bad.size();
            assertThat(letters).isEqualTo(ofEachKind * KINDS.size());
            stream.forEach("dead-letters", this::checkLetter);
            assertThat(bad).as("bad records without a dead letter").isEmpty();
            long completions = checkRecords(stream);
            long all = expected.values().stream()
                    .mapToLong(row -> row.get("input"))
                    .sum();
            report(reporter, all, letters, completions);
        }
    }

    /** Positions that the profiles took are made up for at the end, so that every kind comes equally often. */
    private void sendBadOfTheFirst(RunningInstance stream, int events) {
        for (int n = 7; n < LEARNERS; n += 100) {
            sendBad(stream, n / 100 + events / 100);
        }
    }

    private void sendBad(RunningInstance stream, int serial) {
        Poison kind = KINDS.get(serial % KINDS.size());
        Letter letter = kind.maker().apply(serial);
        stream.post(kind.topic(), letter.key(), letter.value(), letter.headers(), place -> {
            expect(kind.topic(), place.partition(), "dead_lettered");
            bad.put(kind.topic() + "-" + place.partition() + "@" + place.offset(), new Sent(kind, letter));
        });
    }

    private void sendGood(RunningInstance stream, int n) {
        String learner = Poison.learner(n);
        if (n % 100 == 50) {
            // The one sent 25 before it, again.
            send(stream, "learner-activity", Poison.learner(n - 25), Poison.activity(n - 25, TODAY), "duplicate");
        } else if (n % 100 == 60) {
            String waits =
                    Poison.completion(n).replace("wf-1", "wf-unknown").replace(",\"cost\":2400,\"benefit\":4608", "");
            send(stream, "training-completions", learner, waits, "waiting");
        } else if (n % 2 == 0) {
            send(stream, "training-completions", learner, Poison.completion(n), "applied");
        } else {
            send(stream, "learner-activity", learner, Poison.activity(n, TODAY), "applied");
        }
    }

    private void send(RunningInstance stream, String topic, String learner, String value, String outcome) {
        stream.post(
                topic,
                Poison.bytes(learner),
                Poison.bytes(value),
                Map.of(),
                place -> expect(topic, place.partition(), outcome));
    }

    private void expect(String topic, int partition, String outcome) {
        Map<String, Long> row = expected.computeIfAbsent(
                topic + "/" + partition,
                key -> new ConcurrentHashMap<>(Map.of(
                        "input",
                        0L,
                        "applied",
                        0L,
                        "duplicate",
                        0L,
                        "superseded",
                        0L,
                        "waiting",
                        0L,
                        "dead_lettered",
                        0L)));
        row.merge(outcome, 1L, Long::sum);
        row.merge("input", 1L, Long::sum);
    }

    private static String topicOf(String row) {
        return row.substring(0, row.indexOf('/'));
    }

    private long inputsOf(String topic) {
        return expected.entrySet().stream()
                .filter(row -> topicOf(row.getKey()).equals(topic))
                .mapToLong(row -> row.getValue().get("input"))
                .sum();
    }

    private void checkLetter(ConsumerRecord<byte[], byte[]> found) {
        String place = text(found, "cohort-roi-topic") + "-" + text(found, "cohort-roi-partition") + "@"
                + text(found, "cohort-roi-offset");
        Sent sent = bad.remove(place);
        assertThat(sent).as("a dead letter of the record at " + place).isNotNull();
        assertThat(text(found, "cohort-roi-reason"))
                .as(sent.kind().name())
                .isEqualTo(sent.kind().reason());
        assertThat(found.key()).as(sent.kind().name()).isEqualTo(sent.letter().key());
        assertThat(found.value()).as(sent.kind().name()).isEqualTo(sent.letter().value());
        RecordHeaders headers = new RecordHeaders(found.headers());
        for (Header header : found.headers()) {
            if (header.key().startsWith("cohort-roi-")) {
                headers.remove(header.key());
            }
        }
        RecordHeaders original = new RecordHeaders();
        sent.letter().headers().forEach(original::add);
        assertThat(headers).as(sent.kind().name()).isEqualTo(original);
    }

    /** Every applied completion has one ROI record. */
    private long checkRecords(RunningInstance stream) {
        Set<String> ids = new HashSet<>();
        stream.forEach("roi-records", record -> {
            String value = new String(record.value(), java.nio.charset.StandardCharsets.UTF_8);
            int at = value.indexOf("\"completion_id\":\"");
            assertThat(ids.add(value.substring(at, value.indexOf(',', at))))
                    .as("one record only: " + value)
                    .isTrue();
        });
        long applied = expected.entrySet().stream()
                .filter(row -> topicOf(row.getKey()).equals("training-completions"))
                .mapToLong(row -> row.getValue().get("applied"))
                .sum();
        assertThat(ids).hasSize((int) applied);
        return applied;
    }

    private static void report(TestReporter reporter, long events, int letters, long completions) {
        System.out.println("figure: " + KINDS.size() + " kinds of bad input, " + letters + " bad records of " + events
                + ", all in the dead letters with their reasons; ledger exact, " + completions
                + " ROI records, 0 threads died");
        reporter.publishEntry(Map.of(
                "classes", "" + KINDS.size(),
                "events", "" + events,
                "dead_letters", "" + letters,
                "thread_deaths", "0",
                "ledger_differences", "0"));
    }

    private static double failedThreads(KafkaStreams client) {
        return client.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("failed-stream-threads"))
                .mapToDouble(metric -> ((Number) metric.metricValue()).doubleValue())
                .findFirst()
                .orElseThrow();
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
