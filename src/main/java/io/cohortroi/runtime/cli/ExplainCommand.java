package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.explain.FolderLog;
import io.cohortroi.runtime.explain.RecordExplanation;
import io.cohortroi.runtime.explain.RecordLog;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.query.TopicScan;
import io.cohortroi.runtime.streams.StreamEngine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code explain RECORD}: how one ROI comes about, from the input records to the last digit. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Explain an ROI record: every input with its place, every step, and the record made again from them.",
            "Exit code 0: it comes out the same, byte for byte, or a source is no longer kept and the steps agree;",
            "1: it does not, or there is no such record."
        })
public final class ExplainCommand extends ClusterCommand {
    @Parameters(
            paramLabel = "RECORD",
            arity = "0..1",
            description = "LEARNER/COMPLETION for the final record, or its place as explain prints it.")
    private @Nullable String id;

    @Option(names = "--all", description = "Make every final record again, and count.")
    private boolean all;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "A folder that analyze wrote, with its inputs. Without it: the cluster of bootstrap.servers.")
    private @Nullable Path from;

    @Override
    boolean needsCluster() {
        return from == null;
    }

    @Override
    int run(Settings settings, PrintWriter out) throws IOException {
        if (all == (id != null)) {
            throw new ParameterException(spec.commandLine(), "Name one record, or say --all.");
        }
        RecordLog log = from == null
                ? RecordLog.ofCluster(
                        new TopicScan(settings.kafka().clientProperties()),
                        settings.kafka().prefix())
                : new FolderLog(from);
        RecordExplanation explanation = new RecordExplanation(log, StreamEngine.valuationOf(settings));
        return id == null ? every(explanation, out) : one(explanation, id, out);
    }

    private int one(RecordExplanation explanation, String record, PrintWriter out) throws IOException {
        Optional<ObjectNode> found = explanation.explain(record);
        if (found.isEmpty()) {
            spec.commandLine().getErr().println("There is no ROI record " + record + ", or its learner was erased.");
            return 1;
        }
        ObjectNode answer = found.get();
        if (json) {
            print(out, answer);
        } else {
            tell(out, answer);
        }
        boolean same = !answer.path("identical").isBoolean()
                || answer.path("identical").asBoolean();
        return answer.path("agrees").asBoolean() && same ? 0 : 1;
    }

    private static void tell(PrintWriter out, ObjectNode answer) {
        out.println("Record at " + answer.path("place").asText());
        out.println("Inputs:");
        for (JsonNode input : answer.path("inputs")) {
            out.println(String.format(
                    Locale.ROOT,
                    "  %-12s %s-%s@%s  %s",
                    input.path("what").asText(),
                    input.path("topic").asText(),
                    input.path("partition").asText(),
                    input.path("offset").asText(),
                    input.path("value").isNull() ? "(not kept)" : input.path("value")));
        }
        out.println("Steps:");
        for (JsonNode step : answer.path("steps")) {
            out.println(String.format(
                    Locale.ROOT,
                    "  %-16s = %-16s %s%s",
                    step.path("what").asText(),
                    step.path("result").asText(),
                    step.path("how").asText(),
                    step.path("agrees").asBoolean()
                            ? ""
                            : "  RECORDED OTHERWISE: " + step.path("recorded").asText()));
        }
        JsonNode identical = answer.path("identical");
        out.println(
                identical.isNull()
                        ? "A source is no longer kept; the steps are those the record carries."
                        : identical.asBoolean()
                                ? "Made again from its inputs, the record is the same, byte for byte."
                                : "Made again from its inputs, the record is NOT the same.");
    }

    private int every(RecordExplanation explanation, PrintWriter out) throws IOException {
        RecordExplanation.Tally tally = explanation.explainAll();
        if (json) {
            ObjectNode document = Json.object().put("identical", tally.identical());
            document.put("different", tally.different()).put("unsourced", tally.unsourced());
            ArrayNode first = document.putArray("first_different");
            tally.firstDifferent().forEach(first::add);
            print(out, document);
        } else {
            out.println(tally.identical() + " records are the same, byte for byte; " + tally.different() + " differ; "
                    + tally.unsourced() + " have a source that is no longer kept.");
            tally.firstDifferent().forEach(each -> out.println("  differs: " + each));
        }
        return tally.different() == 0 ? 0 : 1;
    }
}
