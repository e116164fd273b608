package io.cohortroi.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The sink's folder as its page describes it, read without any of the sink's own code: what the sink and its verifier
 * misunderstand alike would be seen here. A file holds the lines of the committed records from the offset in its name to
 * the one in the next name; only what follows the last line break of an open file does not count.
 */
final class PlainFiles {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Pattern NAME =
            Pattern.compile("(?<topic>.+)-(?<partition>\\d+)-(?<offset>\\d{20})\\.jsonl(?<kind>|\\.gz|\\.open)");

    private final String topic;
    private final List<String> findings = new ArrayList<>();
    private long missing;
    private long tooMany;

    /**
     * What differs from the topic.
     *
     * @param missing committed records without a line
     * @param tooMany lines without a committed record of their own
     */
    record Report(long missing, long tooMany, List<String> findings) {}

    /** A line that has to be there, as text of one character a byte. */
    private record Line(long offset, String learner, String text) {}

    private record Source(Path path, int partition, long firstOffset, String kind) {
        boolean isComplete() {
            return !kind.equals(".open");
        }

        Path manifest() {
            String name = path.getFileName().toString();
            return path.resolveSibling(name.substring(0, name.indexOf(".jsonl")) + ".manifest.json");
        }
    }

    private PlainFiles(String topic) {
        this.topic = topic;
    }

    /** @param committed all records of the topic, each partition in the order of its offsets */
    static Report compare(Path folder, String topic, List<ConsumerRecord<byte[], byte[]>> committed)
            throws IOException {
        PlainFiles files = new PlainFiles(topic);
        files.compare(folder, committed);
        return new Report(files.missing, files.tooMany, files.findings);
    }

    private void compare(Path folder, List<ConsumerRecord<byte[], byte[]>> committed) throws IOException {
        Map<Integer, List<Line>> lines = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : committed) {
            expect(lines.computeIfAbsent(record.partition(), partition -> new ArrayList<>()), record);
        }
        Map<Integer, List<Source>> sources = sources(folder);
        TreeSet<Integer> partitions = new TreeSet<>(lines.keySet());
        partitions.addAll(sources.keySet());
        for (int partition : partitions) {
            comparePartition(
                    partition, sources.getOrDefault(partition, List.of()), lines.getOrDefault(partition, List.of()));
        }
    }

    /** A null value takes back the lines of its key before it. */
    private static void expect(List<Line> lines, ConsumerRecord<byte[], byte[]> record) throws IOException {
        if (record.value() == null) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            lines.removeIf(line -> line.learner().equals(key));
            return;
        }
        String learner = JSON.readTree(record.value()).path("learner_id").asText();
        lines.add(new Line(record.offset(), learner, text(record.value())));
    }

    private Map<Integer, List<Source>> sources(Path folder) throws IOException {
        Map<Integer, List<Source>> sources = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                Matcher name = NAME.matcher(path.getFileName().toString());
                if (name.matches() && name.group("topic").equals(topic)) {
                    int partition = Integer.parseInt(name.group("partition"));
                    sources.computeIfAbsent(partition, each -> new ArrayList<>())
                            .add(new Source(path, partition, Long.parseLong(name.group("offset")), name.group("kind")));
                }
            }
        }
        sources.values().forEach(each -> each.sort(Comparator.comparingLong(Source::firstOffset)));
        return sources;
    }

    private void comparePartition(int partition, List<Source> sources, List<Line> lines) throws IOException {
        long begin = sources.isEmpty() ? Long.MAX_VALUE : sources.get(0).firstOffset();
        compareLines(topic + "-" + partition + " before its first file", List.of(), between(lines, 0, begin));
        for (int i = 0; i < sources.size(); i++) {
            Source source = sources.get(i);
            long end = i + 1 < sources.size() ? sources.get(i + 1).firstOffset() : Long.MAX_VALUE;
            compareFile(source, end, between(lines, source.firstOffset(), end));
        }
    }

    private static List<Line> between(List<Line> lines, long from, long end) {
        return lines.stream()
                .filter(line -> line.offset() >= from && line.offset() < end)
                .toList();
    }

    private void compareFile(Source source, long end, List<Line> expected) throws IOException {
        String name = source.path().getFileName().toString();
        byte[] stored = Files.readAllBytes(source.path());
        byte[] content = source.kind().equals(".gz") ? unpacked(stored) : stored;
        String text = text(content);
        int whole = text.lastIndexOf('\n') + 1;
        if (source.isComplete() && whole < text.length()) {
            findings.add(name + " ends within a line");
        }
        List<String> found =
                whole == 0 ? List.of() : List.of(text.substring(0, whole - 1).split("\n", -1));
        for (int i = 0; i < found.size(); i++) {
            if (!isObject(found.get(i))) {
                findings.add(name + ": line " + (i + 1) + " is no JSON object");
            }
        }
        compareLines(name, found, expected);
        if (source.isComplete()) {
            compareManifest(source, end, found.size(), stored, content, expected);
        }
    }

    private void compareLines(String where, List<String> found, List<Line> expected) {
        int same = 0;
        while (same < Math.min(found.size(), expected.size())
                && found.get(same).equals(expected.get(same).text())) {
            same++;
        }
        if (same == found.size() && same == expected.size()) {
            return;
        }
        Map<String, Integer> left = new TreeMap<>();
        expected.forEach(line -> left.merge(line.text(), 1, Integer::sum));
        found.forEach(line -> left.merge(line, -1, Integer::sum));
        long less = left.values().stream().mapToLong(each -> Math.max(0, each)).sum();
        long more = left.values().stream().mapToLong(each -> Math.max(0, -each)).sum();
        missing += less;
        tooMany += more;
        String offset = same < expected.size() ? "offset " + expected.get(same).offset() : "no record";
        findings.add(where + ": line " + (same + 1) + " of " + found.size() + " is not that of " + offset + "; " + less
                + " missing, " + more + " too many");
    }

    private void compareManifest(Source source, long end, int count, byte[] stored, byte[] content, List<Line> expected)
            throws IOException {
        if (!Files.exists(source.manifest())) {
            findings.add(source.path().getFileName() + " has no manifest");
            return;
        }
        JsonNode manifest = JSON.readTree(Files.readAllBytes(source.manifest()));
        Map<String, String> facts = new TreeMap<>(Map.of(
                "topic", topic,
                "partition", "" + source.partition(),
                "first_offset", "" + source.firstOffset(),
                "count", "" + count,
                "bytes", "" + stored.length,
                "sha256", sha256(stored),
                "content_bytes", "" + content.length,
                "content_sha256", sha256(content),
                "state", manifest.path("previous_sha256").isNull() ? "complete" : "erased"));
        facts.forEach((field, fact) -> {
            if (!manifest.path(field).asText().equals(fact)) {
                findings.add(source.manifest().getFileName() + ": " + field + " is " + fact + ", found "
                        + manifest.path(field).asText());
            }
        });
        long last = manifest.path("last_offset").asLong();
        if (last >= end || expected.stream().anyMatch(line -> line.offset() > last)) {
            findings.add(source.manifest().getFileName() + ": last_offset cannot be " + last);
        }
    }

    private static boolean isObject(String line) {
        try {
            return JSON.readTree(line.getBytes(StandardCharsets.ISO_8859_1)).isObject();
        } catch (JsonProcessingException e) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] unpacked(byte[] stored) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
            return in.readAllBytes();
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
