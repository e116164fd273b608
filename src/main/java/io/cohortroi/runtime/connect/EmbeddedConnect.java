package io.cohortroi.runtime.connect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.policy.AllConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.runtime.Herder;
import org.apache.kafka.connect.runtime.Worker;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo.TaskState;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.runtime.standalone.StandaloneHerder;
import org.apache.kafka.connect.util.FutureCallback;
import org.jspecify.annotations.Nullable;

/**
 * One connector in one Connect worker inside this process, without REST. It reads committed records only and commits its
 * offsets every second; stopping it commits what is on disk and gives the files back.
 */
public final class EmbeddedConnect implements AutoCloseable {
    private static final Duration CONNECTOR_START_LIMIT = Duration.ofSeconds(30);
    private static final String FAILED = "FAILED";

    private final Map<String, String> kafka;
    private final String name;
    private final StandaloneHerder herder;

    private EmbeddedConnect(Map<String, String> kafka, String name, StandaloneHerder herder) {
        this.kafka = kafka;
        this.name = name;
        this.herder = herder;
    }

    /**
     * What the connector and its tasks do right now.
     *
     * @param connector Connect's word: RUNNING, FAILED, UNASSIGNED, …
     * @param tasks the same for every task, by task number
     * @param failure the first failure with its stack trace, the connector's before a task's; null while none failed
     */
    public record Status(
            String connector, List<String> tasks, @Nullable String failure) {
        public boolean isFailed() {
            return failure != null;
        }

        public boolean isRunning() {
            return failure == null
                    && connector.equals("RUNNING")
                    && tasks.stream().allMatch("RUNNING"::equals);
        }
    }

    /**
     * Starts worker and connector; returns when the connector's tasks are being started.
     *
     * @param kafka client settings, {@code bootstrap.servers} among them; security settings are passed to all clients
     * @param connector the connector's configuration with its {@code name}; converters default to the bytes of the record
     * @throws ConnectStartException if the configuration is refused or the broker cannot be reached
     */
    public static EmbeddedConnect start(Map<String, String> kafka, Map<String, String> connector) {
        String name = connector.getOrDefault("name", "");
        if (name.isEmpty()) {
            throw new ConnectStartException("a connector needs a name", null);
        }
        Map<String, String> settings = workerSettings(kafka);
        ClassLoader callers = Thread.currentThread().getContextClassLoader();
        Plugins plugins = new Plugins(settings);
        plugins.compareAndSwapWithDelegatingLoader();
        StandaloneHerder herder = null;
        try {
            StandaloneConfig config = new StandaloneConfig(settings);
            ConnectorClientConfigOverridePolicy policy = new AllConnectorClientConfigOverridePolicy();
            policy.configure(Map.of());
            Worker worker = new Worker("embedded", Time.SYSTEM, plugins, config, new NoSourceOffsets(), policy);
            herder = new StandaloneHerder(worker, config.kafkaClusterId(), policy);
            herder.start();
            herder.ready();
            create(herder, name, connector);
            return new EmbeddedConnect(Map.copyOf(kafka), name, herder);
        } catch (RuntimeException e) {
            if (herder != null) {
                herder.stop();
            }
            throw e instanceof ConnectStartException known
                    ? known
                    : new ConnectStartException("the embedded sink did not start: " + e.getMessage(), e);
        } finally {
            Plugins.compareAndSwapLoaders(callers);
        }
    }

    public Status status() {
        ConnectorStateInfo state = herder.connectorStatus(name);
        List<String> tasks = new ArrayList<>();
        String failure =
                state.connector().state().equals(FAILED) ? state.connector().trace() : null;
        for (TaskState task : state.tasks()) {
            tasks.add(task.state());
            if (failure == null && task.state().equals(FAILED)) {
                failure = task.trace();
            }
        }
        return new Status(state.connector().state(), tasks, failure);
    }

    /** What the sink has committed, and whether anything is left to write. */
    public SinkProgress progress() {
        return new SinkProgress(kafka, "connect-" + name);
    }

    /** Stops tasks, connector and worker; everything read by then is on disk and its offsets are committed. */
    @Override
    public void close() {
        herder.stop();
    }

    private static void create(Herder herder, String name, Map<String, String> connector) {
        FutureCallback<Herder.Created<ConnectorInfo>> created = new FutureCallback<>();
        herder.putConnectorConfig(name, connector, true, created);
        try {
            created.get(CONNECTOR_START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectStartException("interrupted while the sink was starting", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ConnectStartException("the sink refuses its configuration: " + cause.getMessage(), e);
        } catch (TimeoutException e) {
            throw new ConnectStartException(
                    "the sink did not start within " + CONNECTOR_START_LIMIT.toSeconds() + " s", e);
        }
    }

    private static Map<String, String> workerSettings(Map<String, String> kafka) {
        Map<String, String> settings = new HashMap<>(kafka);
        kafka.forEach((key, value) -> {
            settings.put("consumer." + key, value);
            settings.put("producer." + key, value);
            settings.put("admin." + key, value);
        });
        settings.put("consumer.isolation.level", "read_committed");
        settings.put("consumer.auto.offset.reset", "earliest");
        // a worker that was killed is missed after this long; until then its successor gets no partition
        settings.put("consumer.session.timeout.ms", "10000");
        settings.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        settings.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        settings.put("offset.flush.interval.ms", "1000");
        settings.put("plugin.discovery", "service_load");
        // demanded by the standalone worker; NoSourceOffsets never opens it
        settings.put(StandaloneConfig.OFFSET_STORAGE_FILE_FILENAME_CONFIG, "unused");
        return settings;
    }
}
