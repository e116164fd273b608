package io.cohortroi.runtime.analyze;

import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.importer.ProgressListener;
import io.cohortroi.runtime.streams.Lag;
import io.cohortroi.runtime.streams.StreamEngine;
import io.cohortroi.topology.Names;
import io.cohortroi.topology.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;

/**
 * Drives an engine over an input that is complete: until the lag is zero, then through the end of input (what waits for
 * a learner is applied, what is rate-limited leaves), then through the conclusion (alerts are looked at once).
 */
final class BoundedRun {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Set<String> INPUTS =
            Set.of(Topics.LEARNERS, Topics.ACTIVITY, Topics.COMPLETIONS, Topics.FINANCE_LEDGER);
    private static final Set<String> REFERENCE =
            Set.of(Topics.COHORTS, Topics.WORKFLOWS, Topics.CAPABILITIES, Topics.BASELINES);

    private final StreamEngine engine;
    private final Lag inputs;
    private final Lag everything;
    private final Lag reference;

    BoundedRun(StreamEngine engine, Settings settings, Admin admin) {
        this.engine = engine;
        String prefix = settings.kafka().prefix();
        String group = prefix + StreamEngine.APPLICATION;
        Set<String> inputTopics = prefixed(prefix, INPUTS);
        Set<String> all = new HashSet<>(inputTopics);
        all.add(group + "-" + Names.PARTIALS_BY_SCOPE + "-repartition");
        if (settings.streams().learnNorms()) {
            all.add(group + "-" + Names.NORMS_EVIDENCE + "-repartition");
        }
        all.add(group + "-" + Names.INSIGHT_PARTIALS_BY_SCOPE + "-repartition");
        this.inputs = new Lag(admin, group, inputTopics);
        this.everything = new Lag(admin, group, all);
        this.reference = new Lag(admin, prefix + StreamEngine.REFERENCE_APPLICATION, prefixed(prefix, REFERENCE));
    }

    private static Set<String> prefixed(String prefix, Set<String> topics) {
        Set<String> names = new HashSet<>();
        topics.forEach(topic -> names.add(prefix + topic));
        return names;
    }

    /** @throws EngineStoppedException if the engine stops by itself before the end */
    void toTheEnd(ProgressListener progress) throws InterruptedException {
        Lag.Reading reading;
        do {
            pause();
            reading = inputs.read();
            progress.progress("processing events", reading.done(), Math.max(1, reading.total()));
        } while (reading.left() > 0);
        engine.inputEnd().reach();
        settle();
        engine.inputEnd().conclude();
        settle();
    }

    /** Nothing is held back and nothing is on its way, seen twice in a row. */
    private void settle() throws InterruptedException {
        int quiet = 0;
        while (quiet < 2) {
            pause();
            boolean still = engine.inputEnd().isSettled()
                    && everything.read().left() == 0
                    && reference.read().left() == 0
                    && engine.inputEnd().isSettled();
            quiet = still ? quiet + 1 : 0;
        }
    }

    private void pause() throws InterruptedException {
        Throwable failure = engine.failure();
        if (failure != null) {
            throw new EngineStoppedException(failure);
        }
        Thread.sleep(POLL.toMillis());
    }
}
