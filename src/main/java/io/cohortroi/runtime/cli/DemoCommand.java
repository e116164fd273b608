package io.cohortroi.runtime.cli;

import io.cohortroi.runtime.broker.BrokerStartException;
import io.cohortroi.runtime.broker.EmbeddedBroker;
import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.config.SettingsException;
import io.cohortroi.runtime.connect.ConnectStartException;
import io.cohortroi.runtime.importer.ImportException;
import io.cohortroi.runtime.importer.ImportTally;
import io.cohortroi.runtime.importer.Importer;
import io.cohortroi.runtime.instance.Instance;
import io.cohortroi.runtime.simulator.CompanyLife;
import io.cohortroi.runtime.simulator.CompanyMemory;
import io.cohortroi.runtime.topics.ProgramTopics;
import io.cohortroi.runtime.topics.TopicAdminException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cohort-roi demo}: everything in one process, and a company to look at. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Starts broker, stream, files and page in one process, and a simulated company of 700 learners:"
                + " first its past at full speed, then its life at a speed one can watch. What it keeps is in data.dir;"
                + " started again, it goes on.")
public final class DemoCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private SettingsOptions options;

    @Option(
            names = "--seed",
            defaultValue = "20251020",
            description = "Which company (default: ${DEFAULT-VALUE}); decided by the first start in a data.dir.")
    private long seed;

    @Option(
            names = "--events-per-second",
            defaultValue = "4",
            description = {
                "How fast the company lives after its past, 0.1 to 1000 (default: ${DEFAULT-VALUE});",
                "ten times as fast until it has caught up with the clock."
            })
    private double eventsPerSecond;

    @Option(names = "--until-past", description = "Stops when the past is processed and shown.")
    private boolean untilPast;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        if (!(eventsPerSecond >= 0.1 && eventsPerSecond <= 1000)) {
            return fail(err, "--events-per-second lies in 0.1..1000, found " + eventsPerSecond, 2);
        }
        StopSignal stop = StopSignal.install();
        try {
            Settings settings = options.load();
            CompanyMemory memory = CompanyMemory.open(
                    settings.dataDir().resolve("company.properties"),
                    seed,
                    Instant.now().truncatedTo(ChronoUnit.MINUTES));
            EmbeddedBroker.Config config = EmbeddedBroker.Config.of(
                            settings.dataDir().resolve("broker"),
                            settings.broker().port())
                    .withDurable(settings.broker().durable());
            try (EmbeddedBroker broker = EmbeddedBroker.start(config)) {
                Settings here =
                        settings.withBootstrapServers(broker.bootstrap()).learningNorms(false);
                if (!memory.isPastPublished()) {
                    publishPast(here, memory, stop);
                }
                return stop.isAsked() ? 0 : live(here, memory, stop);
            }
        } catch (SettingsException
                | BrokerStartException
                | TopicAdminException
                | ConnectStartException
                | ImportException
                | KafkaException
                | IOException
                | IllegalStateException
                | IllegalArgumentException e) {
            return fail(err, Complaint.of(e), 1);
        } finally {
            stop.stopped();
        }
    }

    private int live(Settings settings, CompanyMemory memory, StopSignal stop)
            throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (Instance instance = Instance.start(settings, NormsFile.shipped(), true)) {
            DemoScreen screen = new DemoScreen(out, instance, settings);
            screen.welcome();
            screen.untilPastIsProcessed(stop);
            if (untilPast) {
                screen.untilFilesHoldIt(stop);
            }
            if (untilPast || stop.isAsked()) {
                return done(instance);
            }
            try (CompanyLife life = new CompanyLife(
                    memory,
                    settings.kafka().clientProperties(),
                    settings.kafka().prefix(),
                    eventsPerSecond,
                    Clock.systemUTC())) {
                life.start();
                screen.watch(stop, life, eventsPerSecond);
            }
            return done(instance);
        }
    }

    private int done(Instance instance) {
        String failure = instance.failure();
        return failure == null ? 0 : fail(spec.commandLine().getErr(), failure, 1);
    }

    /** A stop that comes meanwhile leaves a checkpoint, and the next start goes on there. */
    private void publishPast(Settings settings, CompanyMemory memory, StopSignal stop)
            throws ImportException, IOException {
        // First the whole past, then the stream: what is there at the start is processed in event-time order.
        try (Admin admin = Admin.create(settings.kafka().clientProperties())) {
            ProgramTopics.require(admin, settings);
        }
        Path progress = settings.dataDir().resolve("imports");
        try (ProgressBar bar = ProgressBar.of(spec.commandLine().getErr())) {
            new Importer(settings.kafka().clientProperties(), settings.kafka().prefix(), progress)
                    .run(memory.company(), new ImportTally(), (phase, done, total) -> {
                        bar.progress(phase, done, total);
                        if (stop.isAsked()) {
                            Thread.currentThread().interrupt();
                        }
                    });
        } catch (ImportException e) {
            // The interrupt has done its work; what is closed next must not meet it.
            boolean interrupted = Thread.interrupted();
            if (interrupted && stop.isAsked()) {
                return;
            }
            throw e;
        }
        memory.rememberPastPublished();
    }

    private static int fail(PrintWriter err, @Nullable String message, int code) {
        err.println("demo: " + message);
        err.flush();
        return code;
    }

    /** How often the screen looks at the stream. */
    static final Duration LOOK_EVERY = Duration.ofMillis(250);
}
