package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.instance.Instance;
import io.cohortroi.runtime.query.CompactedViews;
import io.cohortroi.runtime.query.Snapshot;
import io.cohortroi.runtime.query.ViewEntry;
import io.cohortroi.runtime.simulator.CompanyLife;
import io.cohortroi.runtime.streams.Lag;
import io.cohortroi.runtime.streams.StreamEngine;
import io.cohortroi.topology.Names;
import io.cohortroi.topology.Topics;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** What a person sees in the terminal while the demo runs. */
final class DemoScreen {
    private static final long STATUS_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintWriter out;
    private final Instance instance;
    private final Settings settings;
    private final Map<String, String> shownAlerts = new HashMap<>();
    private boolean firstRecordShown;

    DemoScreen(PrintWriter out, Instance instance, Settings settings) {
        this.out = out;
        this.instance = instance;
        this.settings = settings;
    }

    void welcome() {
        out.println();
        out.println("  page    " + settings.http().scheme() + "://"
                + settings.http().host() + ":" + instance.httpPort());
        out.println("  files   " + settings.sink().dir().toAbsolutePath());
        out.println("  broker  " + settings.kafka().bootstrapServers());
        out.println("  Ctrl-C stops; started again in the same folder it goes on.");
        out.println();
        out.flush();
    }

    /** Waits until everything published so far is processed, then shows the cohorts. */
    void untilPastIsProcessed(StopSignal stop) throws InterruptedException {
        try (Admin admin = Admin.create(settings.kafka().clientProperties());
                ProgressBar bar = ProgressBar.of(out)) {
            String group = settings.kafka().prefix() + StreamEngine.APPLICATION;
            Set<String> topics = Set.of(
                    topic(Topics.LEARNERS),
                    topic(Topics.ACTIVITY),
                    topic(Topics.COMPLETIONS),
                    group + "-" + Names.PARTIALS_BY_SCOPE + "-repartition");
            Lag lag = new Lag(admin, group, topics);
            int quiet = 0;
            while (quiet < 4 && !stop.await(DemoCommand.LOOK_EVERY) && instance.failure() == null) {
                Lag.Reading reading = lag.read();
                if (quiet == 0) {
                    bar.progress("processing the past", reading.done(), Math.max(1, reading.total()));
                }
                showFirstRecord();
                quiet = reading.left() == 0 ? quiet + 1 : 0;
            }
        }
        if (stop.isAsked()) {
            return;
        }
        out.println();
        cohorts(instance.views().snapshot()).forEach(out::println);
        out.println();
        showAlerts();
        out.flush();
    }

    /** Waits until every ROI record of the past is a line on disk. */
    void untilFilesHoldIt(StopSignal stop) throws InterruptedException {
        boolean stopped = false;
        while (!stopped && !instance.isDrained() && instance.failure() == null) {
            stopped = stop.await(DemoCommand.LOOK_EVERY);
        }
    }

    private String topic(String name) {
        return settings.kafka().prefix() + name;
    }

    /** From the start of the process to the first ROI record that a reader can see. */
    private void showFirstRecord() {
        if (!firstRecordShown && completions(instance.views().snapshot()) > 0) {
            firstRecordShown = true;
            long ms = System.currentTimeMillis()
                    - ManagementFactory.getRuntimeMXBean().getStartTime();
            out.println(String.format(Locale.ROOT, "first ROI records after %.1f s", ms / 1000.0));
            out.flush();
        }
    }

    /** Shows alerts as they come and a status line now and then, until it is told to stop or cannot go on. */
    void watch(StopSignal stop, CompanyLife life, double eventsPerSecond) throws InterruptedException {
        out.println(String.format(Locale.ROOT, "the company lives on at %.1f events a second", eventsPerSecond));
        out.flush();
        long shownAt = System.nanoTime();
        while (!stop.await(DemoCommand.LOOK_EVERY) && instance.failure() == null) {
            showAlerts();
            if (System.nanoTime() - shownAt >= STATUS_EVERY_NANOS) {
                shownAt = System.nanoTime();
                status(life);
            }
        }
    }

    private void status(CompanyLife life) {
        Snapshot snapshot = instance.views().snapshot();
        long standing = values(snapshot, CompactedViews.ROI_ALERTS)
                .filter(alert -> !alert.path("status").asText().equals("resolved"))
                .count();
        long deadLetters = values(snapshot, CompactedViews.CONSERVATION_LEDGER)
                .mapToLong(row -> row.path("dead_lettered").asLong())
                .sum();
        out.println(String.format(
                Locale.ROOT,
                "%,d events sent, %,d completions, %d alerts stand, %d dead letters | %s",
                life.told(),
                completions(snapshot),
                standing,
                deadLetters,
                shortLine(snapshot)));
        out.flush();
    }

    private static String shortLine(Snapshot snapshot) {
        StringBuilder line = new StringBuilder();
        values(snapshot, CompactedViews.COHORT_METRICS)
                .filter(value -> value.has("cohort") && value.path("mean_roi").isNumber())
                .forEach(value -> line.append(String.format(
                        Locale.ROOT,
                        "%s %.2fx  ",
                        value.path("cohort").asText(),
                        value.path("mean_roi").doubleValue())));
        return line.toString().strip();
    }

    private void showAlerts() {
        values(instance.views().snapshot(), CompactedViews.ROI_ALERTS).forEach(alert -> {
            String state =
                    alert.path("status").asText() + alert.path("alert_id").asText();
            if (!state.equals(shownAlerts.put(alert.path("fingerprint").asText(), state))) {
                out.println(AlertLine.of(alert));
                out.flush();
            }
        });
    }

    private static List<String> cohorts(Snapshot snapshot) {
        return Stream.concat(
                        Stream.of(CohortTable.header()),
                        values(snapshot, CompactedViews.COHORT_METRICS)
                                .filter(value -> value.has("cohort"))
                                .map(CohortTable::row))
                .toList();
    }

    private static long completions(Snapshot snapshot) {
        return values(snapshot, CompactedViews.COHORT_METRICS)
                .filter(value -> value.has("cohort"))
                .mapToLong(value -> value.path("completions").asLong())
                .sum();
    }

    private static Stream<JsonNode> values(Snapshot snapshot, String topic) {
        return snapshot.table(topic).values().stream().map(ViewEntry::value);
    }
}
