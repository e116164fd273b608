package io.cohortroi.runtime.analyze;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.domain.learner.Norms;
import io.cohortroi.runtime.broker.EmbeddedBroker;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.connect.EmbeddedConnect;
import io.cohortroi.runtime.connect.RoiRecordSink;
import io.cohortroi.runtime.importer.ImportException;
import io.cohortroi.runtime.importer.ImportReport;
import io.cohortroi.runtime.importer.ImportTally;
import io.cohortroi.runtime.importer.Importer;
import io.cohortroi.runtime.importer.ProgressListener;
import io.cohortroi.runtime.importer.Source;
import io.cohortroi.runtime.query.TopicScan;
import io.cohortroi.runtime.streams.StreamEngine;
import io.cohortroi.runtime.topics.ProgramTopics;
import io.cohortroi.topology.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * The whole system embedded over a source: everything is published first, then processed lowest event time first, then
 * the results are written and everything stops.
 */
public final class Analysis {
    private final Settings settings;
    private final Norms norms;
    private final boolean learnNorms;
    private final Path out;
    private final boolean keepInputs;
    private final ProgressListener progress;

    /**
     * @param settings their bootstrap servers, data and state folders are not used: a run has its own
     * @param out where the result files go; exists and is empty
     */
    public Analysis(Settings settings, Norms norms, Path out, ProgressListener progress) {
        this(settings, norms, false, false, out, progress);
    }

    /**
     * @param learnNorms whether {@code norms} are only what one begins with; the judgements then depend on timing
     * @param keepInputs whether the folder gets an {@link InputCopy} too
     */
    public Analysis(
            Settings settings,
            Norms norms,
            boolean learnNorms,
            boolean keepInputs,
            Path out,
            ProgressListener progress) {
        this.learnNorms = learnNorms;
        this.keepInputs = keepInputs;
        this.settings = settings;
        this.norms = norms;
        this.out = out;
        this.progress = progress;
    }

    /**
     * What came of a run.
     *
     * @param ledger the conservation ledger by topic
     * @param unbalanced topics whose ledger does not add up; empty when nothing is lost
     * @param seconds how long each phase took, in the order of the phases
     */
    public record Result(
            ImportReport imported,
            Map<String, ObjectNode> ledger,
            List<String> unbalanced,
            Map<String, Double> seconds) {}

    /** Publishes all input to the embedded broker, and says what it was. */
    public interface Input {
        ImportReport publish(Map<String, Object> client, String prefix, ProgressListener progress)
                throws ImportException, IOException;
    }

    /** @throws ImportException where the source leaves nothing to do */
    public Result run(Source source, ImportTally tally) throws ImportException, IOException, InterruptedException {
        return run((client, prefix, told) -> new Importer(client, prefix, null).run(source, tally, told));
    }

    /** @throws ImportException where the input leaves nothing to do */
    public Result run(Input input) throws ImportException, IOException, InterruptedException {
        Timing timing = new Timing();
        Path work = Files.createTempDirectory(out, ".work-");
        try (EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Config.of(work.resolve("broker"), 0))) {
            Settings here = settings.withBootstrapServers(broker.bootstrap())
                    .forBoundedRun(work.resolve("state"), out.resolve(Topics.ROI_RECORDS))
                    .learningNorms(learnNorms);
            Map<String, Object> client = here.kafka().clientProperties();
            try (Admin admin = Admin.create(client)) {
                ProgramTopics.require(admin, here);
                timing.end("start");
                ImportReport imported = input.publish(client, here.kafka().prefix(), progress);
                timing.end("publish");
                if (keepInputs) {
                    InputCopy.of(client, here.kafka().prefix(), out.resolve(InputCopy.FILE));
                    timing.end("keep");
                }
                return process(here, admin, imported, timing);
            }
        } finally {
            Folders.delete(work);
        }
    }

    private Result process(Settings here, Admin admin, ImportReport imported, Timing timing)
            throws IOException, InterruptedException {
        try (EmbeddedConnect sink = RoiRecordSink.start(here, true);
                StreamEngine engine = StreamEngine.bounded(here, norms)) {
            new BoundedRun(engine, here, admin).toTheEnd(progress);
            timing.end("process");
            drain(sink, here);
            timing.end("write");
        }
        Map<String, Object> client = here.kafka().clientProperties();
        Map<String, ObjectNode> ledger =
                new ResultFiles(out, new TopicScan(client), here.kafka().prefix()).write();
        timing.end("results");
        Files.write(
                out.resolve("timing.json"),
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(timing.seconds()));
        return new Result(imported, ledger, ResultFiles.unbalanced(ledger), timing.seconds());
    }

    private static void drain(EmbeddedConnect sink, Settings here) throws InterruptedException {
        while (!sink.progress().isDrained(RoiRecordSink.topics(here))) {
            EmbeddedConnect.Status status = sink.status();
            if (status.isFailed()) {
                throw new IllegalStateException("the sink failed: " + status.failure());
            }
            Thread.sleep(200);
        }
    }
}
