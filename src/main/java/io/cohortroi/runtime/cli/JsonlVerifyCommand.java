package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.connect.file.LocalStorage;
import io.cohortroi.connect.file.Storage;
import io.cohortroi.connect.verify.Defect;
import io.cohortroi.connect.verify.Finding;
import io.cohortroi.connect.verify.FolderReport;
import io.cohortroi.connect.verify.FolderVerifier;
import io.cohortroi.connect.verify.PartitionFiles;
import io.cohortroi.connect.verify.SinkFile;
import io.cohortroi.connect.verify.TopicReport;
import io.cohortroi.connect.verify.TopicVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a folder of JSONL files against its manifests and, given a broker, against the topics they came from. */
@Command(
        name = "verify",
        description = {
            "Check a folder of the sink against its manifests and, with --bootstrap, against its topics:",
            "missing, extra, duplicate, torn, out-of-order and aborted lines, damaged files.",
            "Exit code 0: nothing found; 1: something is wrong; 2: wrong usage."
        },
        mixinStandardHelpOptions = true)
public final class JsonlVerifyCommand implements Callable<Integer> {
    private static final int FINDINGS_SHOWN = 50;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The sink's folder, or a topic's folder in it.")
    private Path directory = Path.of("");

    @Option(names = "--bootstrap", paramLabel = "HOST:PORT", description = "Compare with the topics of this Kafka.")
    private @Nullable String bootstrap;

    @Option(names = "--topic", description = "Only this topic; default: every topic that has files here.")
    private @Nullable String topic;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Properties for the Kafka client, such as its security settings.")
    private @Nullable Path kafkaConfig;

    @Option(
            names = "--erase-key-field",
            paramLabel = "FIELD",
            description = "The sink's erase.key.field. Default: ${DEFAULT-VALUE}.")
    private String eraseField = "learner_id";

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        if (!Files.isDirectory(directory)) {
            throw new ParameterException(command.commandLine(), "DIR is no folder: " + directory);
        }
        Storage storage = new LocalStorage();
        FolderReport folder = filtered(new FolderVerifier(storage).verify(directory));
        List<TopicReport> topics = new ArrayList<>();
        List<Finding> findings = new ArrayList<>(folder.findings());
        PrintWriter out = command.commandLine().getOut();
        try {
            if (bootstrap != null || kafkaConfig != null) {
                TopicVerifier verifier = new TopicVerifier(storage, kafka(), eraseField);
                for (String name : topics(folder)) {
                    TopicReport report = verifier.verify(name, folder.partitions());
                    topics.add(report);
                    findings.addAll(report.findings());
                }
            }
        } catch (KafkaException e) {
            command.commandLine().getErr().println("The topic cannot be read: " + e.getMessage());
            return 1;
        }
        if (json) {
            out.println(toJson(folder, topics, findings));
        } else {
            print(out, folder, topics, findings);
        }
        out.flush();
        return findings.isEmpty() ? 0 : 1;
    }

    private FolderReport filtered(FolderReport report) {
        if (topic == null) {
            return report;
        }
        return new FolderReport(
                report.partitions().stream()
                        .filter(p -> p.topic().equals(topic))
                        .toList(),
                report.findings());
    }

    private Set<String> topics(FolderReport folder) {
        Set<String> names = new TreeSet<>();
        if (topic != null) {
            names.add(topic);
        } else {
            folder.partitions().forEach(partition -> names.add(partition.topic()));
        }
        return names;
    }

    private Map<String, String> kafka() throws IOException {
        Map<String, String> settings = new HashMap<>();
        if (kafkaConfig != null) {
            Properties file = new Properties();
            try (Reader reader = Files.newBufferedReader(kafkaConfig, StandardCharsets.UTF_8)) {
                file.load(reader);
            }
            file.stringPropertyNames().forEach(key -> settings.put(key, file.getProperty(key)));
        }
        if (bootstrap != null) {
            settings.put("bootstrap.servers", bootstrap);
        }
        return settings;
    }

    private static Map<Defect, Long> counts(List<Finding> findings) {
        Map<Defect, Long> counts = new EnumMap<>(Defect.class);
        for (Defect defect : Defect.values()) {
            counts.put(defect, 0L);
        }
        findings.forEach(finding -> counts.merge(finding.defect(), finding.count(), Long::sum));
        return counts;
    }

    private String toJson(FolderReport folder, List<TopicReport> topics, List<Finding> findings) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("ok", findings.isEmpty());
        counts(findings).forEach((defect, count) -> root.put(defect.label(), count));
        ArrayNode partitions = root.putArray("partitions");
        for (PartitionFiles partition : folder.partitions()) {
            partitions
                    .addObject()
                    .put("topic", partition.topic())
                    .put("partition", partition.partition())
                    .put("files", partition.files().size())
                    .put("open_files", open(partition))
                    .put("lines", partition.lines())
                    .put("erased_lines", partition.erasedLines())
                    .put("next_offset", partition.nextOffset());
        }
        ArrayNode compared = root.putArray("topics");
        for (TopicReport report : topics) {
            compared.addObject()
                    .put("topic", report.topic())
                    .put("compared", report.compared())
                    .put("not_yet_written", report.notWritten());
        }
        ArrayNode list = root.putArray("findings");
        for (Finding finding : findings) {
            list.addObject()
                    .put("defect", finding.defect().label())
                    .put("count", finding.count())
                    .put("place", finding.place())
                    .put("detail", finding.detail());
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static long open(PartitionFiles partition) {
        return partition.files().stream().filter(file -> !file.complete()).count();
    }

    private static void print(PrintWriter out, FolderReport folder, List<TopicReport> topics, List<Finding> findings) {
        for (PartitionFiles partition : folder.partitions()) {
            out.println(partition.topic() + "-" + partition.partition() + ": " + partition.lines() + " lines in "
                    + partition.files().size() + " files (" + open(partition) + " open), "
                    + partition.erasedLines() + " erased, offsets "
                    + partition.files().stream()
                            .mapToLong(SinkFile::firstOffset)
                            .min()
                            .orElse(0) + " to "
                    + (partition.nextOffset() - 1));
        }
        for (TopicReport report : topics) {
            out.println(report.topic() + ": " + report.compared() + " committed records compared, "
                    + report.notWritten() + " not written yet");
        }
        findings.stream()
                .limit(FINDINGS_SHOWN)
                .forEach(finding -> out.println(finding.defect().label() + " " + finding.count() + ": "
                        + finding.place() + ": " + finding.detail()));
        if (findings.size() > FINDINGS_SHOWN) {
            out.println("… and " + (findings.size() - FINDINGS_SHOWN) + " more findings; --json shows all");
        }
        List<String> counts = new ArrayList<>();
        counts(findings).forEach((defect, count) -> counts.add(count + " " + defect.label()));
        out.println((findings.isEmpty() ? "OK: " : "WRONG: ") + String.join(", ", counts));
    }
}
