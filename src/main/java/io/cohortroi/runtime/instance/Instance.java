package io.cohortroi.runtime.instance;

import io.cohortroi.domain.learner.Norms;
import io.cohortroi.runtime.alerting.DeliveryMetrics;
import io.cohortroi.runtime.alerting.ReceiversFile;
import io.cohortroi.runtime.alerting.WebhookForwarder;
import io.cohortroi.runtime.config.AlertSettings;
import io.cohortroi.runtime.config.Secret;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.connect.EmbeddedConnect;
import io.cohortroi.runtime.connect.RoiRecordSink;
import io.cohortroi.runtime.http.HttpServer;
import io.cohortroi.runtime.http.HttpSettings;
import io.cohortroi.runtime.http.Tls;
import io.cohortroi.runtime.query.CompactedViews;
import io.cohortroi.runtime.query.Queries;
import io.cohortroi.runtime.streams.EngineHealth;
import io.cohortroi.runtime.streams.EngineTimelines;
import io.cohortroi.runtime.streams.PipelineWatch;
import io.cohortroi.runtime.streams.StreamEngine;
import io.cohortroi.runtime.topics.ProgramTopics;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything of one process against one cluster. */
public final class Instance implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Instance.class);
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Settings settings;
    private final StreamEngine engine;
    private final Queries queries;
    private final HttpServer http;
    private final @Nullable EmbeddedConnect sink;

    private Instance(Settings settings, Norms norms, boolean withSink) throws IOException {
        this.settings = settings;
        try {
            HttpSettings listen = HttpSettings.of(
                            settings.http().host(),
                            settings.http().port(),
                            settings.http().token().map(Secret::reveal))
                    .withTls(settings.http()
                            .tls()
                            .map(tls -> new Tls(tls.keystore(), tls.password().reveal())))
                    .withCurrency(settings.roi().currency());
            try (Admin admin = Admin.create(settings.kafka().clientProperties())) {
                ProgramTopics.require(admin, settings);
            }
            Files.createDirectories(settings.streams().stateDir());
            PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            engine = StreamEngine.live(settings, norms);
            started.push(engine);
            queries = new Queries(
                    settings.kafka().clientProperties(),
                    settings.kafka().prefix(),
                    new EngineTimelines(engine, settings.kafka().learnerPartitions()),
                    Clock.systemUTC());
            started.push(queries);
            queries.start();
            PipelineWatch watch = PipelineWatch.start(settings, engine, Clock.systemUTC());
            started.push(watch);
            http = new HttpServer(
                    listen, queries, new EngineHealth(engine, Clock.systemUTC()), watch, registry, Clock.systemUTC());
            started.push(http);
            http.start();
            bind(registry);
            startDelivery(registry);
            sink = withSink ? RoiRecordSink.start(settings, false) : null;
            if (sink != null) {
                started.push(sink);
            }
        } catch (RuntimeException | IOException e) {
            close();
            throw e;
        }
    }

    /**
     * Creates missing topics, then starts everything.
     *
     * @param withSink whether this process writes the JSONL files; exactly one process of a cluster should
     */
    public static Instance start(Settings settings, Norms norms, boolean withSink) throws IOException {
        return new Instance(settings, norms, withSink);
    }

    /** Every instance may: of each receiver's group one delivers. */
    private void startDelivery(PrometheusMeterRegistry registry) {
        AlertSettings alerts = settings.alerts();
        if (alerts.receiversFile().isEmpty()) {
            return;
        }
        String here = "http://" + settings.http().host() + ":" + http.port();
        WebhookForwarder forwarder = new WebhookForwarder(
                WebhookForwarder.Options.of(
                        settings.kafka().clientProperties(),
                        settings.kafka().prefix(),
                        alerts.externalUrl().orElse(here),
                        alerts.runbookUrl()),
                ReceiversFile.read(alerts.receiversFile().get()),
                Clock.systemUTC(),
                System.nanoTime());
        started.push(forwarder);
        forwarder.start();
        new DeliveryMetrics(forwarder).bindTo(registry);
    }

    private void bind(PrometheusMeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        JvmGcMetrics collector = new JvmGcMetrics();
        collector.bindTo(registry);
        started.push(collector);
        bind(registry, engine.dataflow(), "dataflow");
        bind(registry, engine.referenceCheck(), "reference-check");
    }

    private void bind(PrometheusMeterRegistry registry, KafkaStreams client, String application) {
        KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(client, Tags.of("application", application));
        metrics.bindTo(registry);
        started.push(metrics);
    }

    public CompactedViews views() {
        return queries.views();
    }

    public int httpPort() {
        return http.port();
    }

    public StreamEngine engine() {
        return engine;
    }

    /** Whether every committed record, as of now, is in the files; true without a sink. */
    public boolean isDrained() {
        return sink == null || sink.progress().isDrained(RoiRecordSink.topics(settings));
    }

    /** Why this instance cannot go on; null while it can. */
    public @Nullable String failure() {
        Throwable stopped = engine.failure();
        if (stopped != null) {
            return "the stream stopped: " + stopped.getMessage();
        }
        EmbeddedConnect.Status status = sink == null ? null : sink.status();
        return status != null && status.isFailed() ? "the sink stopped: " + status.failure() : null;
    }

    /** Sink, alert delivery, page, views, streams: the other way round than they were started. */
    @Override
    public void close() {
        while (!started.isEmpty()) {
            AutoCloseable next = started.pop();
            try {
                next.close();
            } catch (Exception e) {
                log.warn("{} did not stop cleanly", next.getClass().getSimpleName(), e);
            }
        }
    }
}
