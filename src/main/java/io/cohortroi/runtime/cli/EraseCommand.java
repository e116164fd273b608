package io.cohortroi.runtime.cli;

import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.erasure.Erasure;
import io.cohortroi.runtime.erasure.ErasureReport;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.topology.state.ErasureKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code erase LEARNER}: forgets a learner and proves it. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description = {
            "Erase a learner from the stream's state, the compacted topics and the sink's files, and prove it.",
            "An instance has to be running. Exit code 0: nothing is left; 1: something is, or it was not applied in time.",
            "The report names the learner by a keyed hash, not by id."
        })
public final class EraseCommand extends ClusterCommand {
    @Parameters(paramLabel = "LEARNER", description = "The learner_id, as the topics have it.")
    @SuppressWarnings("NullAway.Init")
    private String learner;

    @Option(names = "--check", description = "Only look, and change nothing: whether anything is left of the learner.")
    private boolean check;

    @Option(
            names = "--files",
            paramLabel = "DIR",
            description = "A folder of JSONL files to look into; may be repeated (default: the setting sink.dir).")
    private final List<Path> folders = new ArrayList<>();

    @Option(names = "--no-files", description = "Look into no files: they are on another machine.")
    private boolean withoutFiles;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the report there as JSON too.")
    private @Nullable Path report;

    @Option(
            names = "--timeout-s",
            paramLabel = "N",
            description = "Seconds to wait for the stream and the files (default: ${DEFAULT-VALUE}).")
    private int timeoutS = 120;

    @Override
    int run(Settings settings, PrintWriter out) throws IOException {
        if (!ErasureKey.isId(learner.getBytes(StandardCharsets.UTF_8))) {
            throw new ParameterException(
                    spec.commandLine(), "A learner_id has 1 to 256 characters, none of them a control character.");
        }
        if (timeoutS < 1 || (withoutFiles && !folders.isEmpty())) {
            throw new ParameterException(
                    spec.commandLine(), "--timeout-s is at least 1, and --no-files stands without --files.");
        }
        if (folders.isEmpty() && !withoutFiles) {
            folders.add(settings.sink().dir());
        }
        try (Admin admin = Admin.create(settings.kafka().clientProperties())) {
            Erasure erasure = new Erasure(settings, admin, folders, Clock.systemUTC());
            ErasureReport result =
                    check ? erasure.check(learner) : erasure.erase(learner, Duration.ofSeconds(timeoutS));
            if (report != null) {
                Files.write(report, Json.bytes(result.json()));
            }
            if (json) {
                print(out, result.json());
            } else {
                tell(out, result);
            }
            return result.isProof() ? 0 : 1;
        }
    }

    private void tell(PrintWriter out, ErasureReport result) {
        out.println("Learner " + result.learner());
        out.println(
                String.format(Locale.ROOT, "%-36s %10s %7s %7s  %s", "place", "looked at", "before", "after", "rest"));
        for (ErasureReport.Row row : result.rows()) {
            String rest = row.inLog() == 0
                    ? ""
                    : row.inLog() + " in the log, gone by "
                            + (row.goneBy() == null
                                    ? "an unknown time"
                                    : row.goneBy().toString()) + ": " + row.how();
            out.println(String.format(
                    Locale.ROOT,
                    "%-36s %10d %7d %7d  %s",
                    row.place(),
                    row.lookedAt(),
                    row.foundBefore(),
                    row.foundAfter(),
                    rest));
        }
        ErasureReport.NOTES.forEach(out::println);
        if (!result.applied()) {
            out.println("NOT APPLIED: the null value stands in the topic learners, but no instance has read it within "
                    + timeoutS + " s. Start one and run erase again.");
        } else if (result.left() > 0) {
            out.println("LEFT: " + result.left() + ". See the places where after is not 0.");
        } else {
            out.println(check ? "Nothing is held of the learner." : "Erased; nothing is held of the learner any more.");
        }
        if (withoutFiles) {
            out.println("Files were not looked into (--no-files): run erase --check where they are.");
        }
    }
}
