package io.cohortroi.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortroi.connect.file.LocalStorage;
import io.cohortroi.connect.verify.Defect;
import io.cohortroi.connect.verify.Finding;
import io.cohortroi.connect.verify.FolderReport;
import io.cohortroi.connect.verify.FolderVerifier;
import io.cohortroi.connect.verify.TopicReport;
import io.cohortroi.connect.verify.TopicVerifier;
import io.cohortroi.simulation.Action;
import io.cohortroi.simulation.Oracle;
import io.cohortroi.simulation.OutputFacts;
import io.cohortroi.simulation.PlantedBug;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Holds what a set-up left behind against the oracle: ROI records and cohort sums (I1, I3), the ledger of every
 * partition (I2), the life of every alert (I4), and the JSONL files (I5): with the sink's verifier, and with a
 * reader that shares nothing with the sink. It is judged itself by {@link PlantedFault}.
 */
final class Judge {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Defect> TOO_MANY = Set.of(Defect.EXTRA, Defect.DUPLICATE, Defect.ABORTED);
    private static final String LEDGER = "ledger/";

    private final String bootstrap;
    private final int events;
    private final Map<String, String> oracle;
    private final Tampering tampering;
    private final boolean isPlain;
    private final List<String> others = new ArrayList<>();
    private long lost;
    private long duplicated;

    /** What a bug would have changed in a topic: a record, and where it goes instead. */
    interface Tampering {
        void pass(String topic, ConsumerRecord<byte[], byte[]> record, Consumer<ConsumerRecord<byte[], byte[]>> on);
    }

    Judge(String bootstrap, List<Action> sent) {
        this(
                bootstrap,
                sent.size(),
                Oracle.facts(sent, EnumSet.noneOf(PlantedBug.class)),
                (topic, record, on) -> on.accept(record),
                false);
    }

    private Judge(String bootstrap, int events, Map<String, String> oracle, Tampering tampering, boolean isPlain) {
        this.bootstrap = bootstrap;
        this.events = events;
        this.oracle = oracle;
        this.tampering = tampering;
        this.isPlain = isPlain;
    }

    /** One that judges the same history anew, as if a bug had been in what it reads. */
    Judge misled(Tampering bug) {
        return new Judge(bootstrap, events, oracle, bug, isPlain);
    }

    /** One that judges the files anew without the sink's own verifier. */
    Judge plain() {
        return new Judge(bootstrap, events, oracle, tampering, true);
    }

    Verdict judge(Path files) throws IOException {
        judgeTopics();
        lines(files);
        return verdict();
    }

    /** Without the files. */
    Verdict judgeTopics() throws IOException {
        facts();
        ledgerOfEveryPartition();
        alerts();
        return verdict();
    }

    /** The files only. */
    Verdict judgeFiles(Path files) throws IOException {
        lines(files);
        return verdict();
    }

    private Verdict verdict() {
        return new Verdict(events, lost, duplicated, List.copyOf(others.subList(0, Math.min(20, others.size()))));
    }

    private void facts() {
        Map<String, String> expected = new TreeMap<>(oracle);
        OutputFacts said = new OutputFacts();
        for (String topic : List.of(
                "roi-records",
                "cohort-metrics",
                "learner-profiles",
                "cost-reconciliation",
                "conservation-ledger",
                "dead-letters")) {
            read(topic, record -> said.read(topic, record.key(), record.value(), record.headers()));
        }
        Map<String, String> actual = new TreeMap<>(said.facts());
        // Which event is late depends on what else is in its partition.
        expected.remove("late");
        Oracle.forgetRecordsThatTakeBack(expected, actual);
        Set<String> names = new HashSet<>(expected.keySet());
        names.addAll(actual.keySet());
        for (String name : names) {
            String should = expected.get(name);
            String is = actual.get(name);
            if (should == null || !OutputFacts.isSame(name, should, is)) {
                difference(name, should, is);
            }
        }
    }

    private void difference(String name, String should, String is) {
        if (name.equals(OutputFacts.BROKEN_VERSIONS)) {
            duplicated += Long.parseLong(is);
        } else if (name.startsWith("roi/") && name.endsWith("/kind") && (is == null || should == null)) {
            lost += is == null ? 1 : 0;
            duplicated += should == null ? 1 : 0;
        } else if (name.startsWith(LEDGER) || name.endsWith("/completions")) {
            long difference = number(is) - number(should);
            lost += Math.max(0, -difference);
            duplicated += Math.max(0, difference);
        } else if (name.startsWith("dead/")) {
            lost += number(should) > number(is) ? 1 : 0;
            duplicated += number(should) < number(is) ? 1 : 0;
        }
        others.add(name + ": expected " + should + ", found " + is);
    }

    private static long number(String text) {
        return text == null ? 0 : new BigDecimal(text).longValue();
    }

    private void ledgerOfEveryPartition() throws IOException {
        Map<String, JsonNode> rows = new HashMap<>();
        read("conservation-ledger", record -> {
            JsonNode row = parse(record.value());
            rows.put(row.get("topic").asText() + "-" + row.get("partition").asInt(), row);
        });
        for (String topic : List.of("learners", "learner-activity", "training-completions", "finance-ledger")) {
            Map<Integer, Long> inputs = new TreeMap<>();
            read(topic, record -> inputs.merge(record.partition(), 1L, Long::sum));
            inputs.forEach((partition, count) -> {
                JsonNode row = rows.get(topic + "-" + partition);
                if (row == null || row.get("input").asLong() != count || !balances(row)) {
                    others.add("ledger of " + topic + "-" + partition + ": " + count + " in the topic, " + row);
                }
            });
        }
        rows.values().stream()
                .filter(row -> !balances(row))
                .forEach(row -> others.add("the ledger does not balance: " + row));
    }

    private static boolean balances(JsonNode row) {
        long outcomes = 0;
        for (String outcome : List.of("applied", "duplicate", "superseded", "waiting", "dead_lettered")) {
            outcomes += row.get(outcome).asLong();
        }
        return outcomes == row.get("input").asLong();
    }

    /** An alert is raised once, updated while it lasts and resolved once. */
    private void alerts() {
        Map<String, String> states = new HashMap<>();
        Set<String> ids = new HashSet<>();
        read("roi-alerts", record -> {
            if (record.value() == null) {
                return;
            }
            JsonNode alert = parse(record.value());
            String fingerprint = alert.path("fingerprint").asText();
            String state =
                    alert.path("alert_id").asText() + " " + alert.path("status").asText();
            String before = states.put(fingerprint, state);
            String id = alert.path("alert_id").asText();
            boolean isNew = ids.add(id);
            if (!isNew && (before == null || !before.startsWith(id + " ") || before.endsWith(" resolved"))) {
                others.add("alert " + fingerprint + " was " + before + " and became " + state);
            }
        });
    }

    private void lines(Path files) throws IOException {
        PlainFiles.Report plain = linesReadPlainly(files);
        if (isPlain) {
            lost += plain.missing();
            duplicated += plain.tooMany();
        } else {
            linesVerified(files);
        }
    }

    private PlainFiles.Report linesReadPlainly(Path files) throws IOException {
        List<ConsumerRecord<byte[], byte[]>> committed = new ArrayList<>();
        read("roi-records", committed::add);
        PlainFiles.Report report = PlainFiles.compare(files, "roi-records", committed);
        report.findings().forEach(finding -> others.add("files, read plainly: " + finding));
        return report;
    }

    private void linesVerified(Path files) throws IOException {
        LocalStorage storage = new LocalStorage();
        FolderReport folder = new FolderVerifier(storage).verify(files);
        folder.findings().forEach(finding -> others.add("files: " + finding));
        TopicReport topic = new TopicVerifier(storage, Map.of("bootstrap.servers", bootstrap), "learner_id")
                .verify("roi-records", folder.partitions());
        for (Finding finding : topic.findings()) {
            others.add("files: " + finding);
            lost += finding.defect() == Defect.MISSING ? finding.count() : 0;
            duplicated += TOO_MANY.contains(finding.defect()) ? finding.count() : 0;
        }
        if (topic.notWritten() > 0) {
            lost += topic.notWritten();
            others.add(topic.notWritten() + " committed records are not in the files");
        }
    }

    private void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> action) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> tampering.pass(topic, record, action));
            }
        }
    }

    private static JsonNode parse(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
