package io.cohortroi.runtime.http;

import io.cohortroi.runtime.query.Queries;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinBindException;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server: START HERE, {@link #routes} is the table of contents. */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int MAX_HEADER_BYTES = 8 << 10;
    private static final long MAX_BODY_BYTES = 4 << 10;
    private static final int MAX_THREADS = 24;
    private static final Duration STRICT_TRANSPORT = Duration.ofDays(365);

    private final HttpSettings settings;
    private final PrometheusMeterRegistry registry;
    private final Optional<SessionCookie> session;
    private final WrongTokens wrongTokens;
    private final LiveFeed feed;
    private final WebAssets assets = new WebAssets();
    private final HealthRoutes healthRoutes;
    private final MetricsRoutes metrics;
    private final AlertRoutes alerts;
    private final LedgerRoutes ledger;
    private final LedgerGauges ledgerGauges;
    private final InsightRoutes insights;
    private final LearnerRoutes learners;
    private final PipelineRoutes pipeline;
    private final ExportServlet exports;
    private final Javalin app;

    /**
     * Nothing listens until {@link #start()}.
     *
     * @param health asked with every answer, so it must be cheap
     * @param status asked once a second, so it must be cheap too
     */
    public HttpServer(
            HttpSettings settings,
            Queries queries,
            Supplier<StreamHealth> health,
            Supplier<PipelineStatus> status,
            PrometheusMeterRegistry registry,
            Clock clock) {
        this.settings = settings;
        this.registry = registry;
        this.wrongTokens = new WrongTokens(clock);
        this.session = settings.bearerToken().map(token -> new SessionCookie(token, clock));
        this.pipeline = new PipelineRoutes(health, status, queries.deadLetters(), settings.currency());
        this.feed = new LiveFeed(queries.views(), health, pipeline::describe, settings.maxViewers());
        Answers answers = new Answers(queries.views(), health);
        this.healthRoutes = new HealthRoutes(answers, health);
        this.metrics = new MetricsRoutes(answers);
        this.alerts = new AlertRoutes(answers);
        this.ledger = new LedgerRoutes(answers);
        this.ledgerGauges = new LedgerGauges(queries.views(), registry);
        this.insights = new InsightRoutes(answers);
        this.learners = new LearnerRoutes(queries.learners(), queries.timelines(), queries.fetcher());
        this.exports = new ExportServlet(new Exports(queries.scan(), queries.prefix(), queries.learners(), answers));
        this.app = Javalin.create(this::configure);
        Gauge.builder("http.stream.viewers", feed, LiveFeed::clientCount)
                .description("Viewers that hold the event stream open")
                .register(registry);
        FunctionCounter.builder("http.stream.frames", feed, LiveFeed::renderedFrames)
                .description("Frames of the event stream that were rendered, each once for all viewers")
                .register(registry);
    }

    /** @throws IllegalStateException when the port is taken */
    public void start() {
        try {
            app.start();
        } catch (JavalinBindException e) {
            throw new IllegalStateException(
                    "cannot listen on " + settings.host() + " port " + settings.port()
                            + ": the port is taken or not allowed",
                    e);
        }
        feed.start();
        LOG.info("listening on {}://{}:{}", scheme(), settings.host(), port());
        if (settings.isOpenToTheNetwork()) {
            LOG.warn("HTTP beyond loopback without TLS: the token and learner data can be read on the way,"
                    + " unless a proxy in front speaks TLS. See http.tls.keystore");
        }
    }

    /** The port that is really listened on. */
    public int port() {
        return app.port();
    }

    private String scheme() {
        return settings.tls().isPresent() ? "https" : "http";
    }

    /** Paths as declared, such as {@code /api/v1/cohorts/{id}}. */
    List<String> routes() {
        return app.unsafe.internalRouter.allHttpHandlers().stream()
                .map(handler -> handler.endpoint.path)
                .toList();
    }

    @Override
    public void close() {
        feed.close();
        app.stop();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = MAX_BODY_BYTES;
        config.jetty.threadPool = new QueuedThreadPool(MAX_THREADS, 4);
        config.jetty.modifyHttpConfiguration(HttpServer::limit);
        config.jetty.addConnector(this::connector);
        config.jetty.modifyServer(server -> server.setErrorHandler(new ProblemErrorHandler()));
        config.jetty.modifyServletContextHandler(this::addServlets);
        config.requestLogger.http((context, tookMs) -> record(context, tookMs));
        routes(config);
    }

    private void routes(JavalinConfig config) {
        config.routes
                .get("/api/v1/cohorts", metrics::cohorts)
                .get("/api/v1/cohorts/{id}", metrics::cohort)
                .get("/api/v1/cohorts/{id}/trajectory", insights::trajectory)
                .get("/api/v1/cohorts/{id}/gaps", insights::gaps)
                .get("/api/v1/cohorts/{id}/workflows", insights::workflows)
                .get("/api/v1/compare", insights::compare)
                .get("/api/v1/calibration", insights::calibration)
                .get("/api/v1/reconciliation", insights::reconciliation)
                .get("/api/v1/learners", learners::learners)
                .get("/api/v1/learners/{learner}", learners::learner)
                .get("/api/v1/learners/{learner}/timeline", learners::timeline)
                .get("/api/v1/roi-records/{learner}/{completion}", learners::roiRecord)
                .get("/api/v1/roi-records/{learner}/{completion}/explain", learners::explain)
                .get("/api/v1/archetypes", metrics::archetypes)
                .get("/api/v1/archetypes/{label}", metrics::archetype)
                .get("/api/v1/overall", metrics::overall)
                .get("/api/v1/alerts", alerts::alerts)
                .get("/api/v1/alerts/{fingerprint}", alerts::alert)
                .get("/api/v1/ledger", ledger::ledger)
                .get("/api/v1/pipeline", pipeline::pipeline)
                .get("/health/live", healthRoutes::live)
                .get("/health/ready", healthRoutes::ready)
                .get("/metrics", this::scrape)
                .get("/openapi.yaml", context -> assets.send(context, "openapi.yaml"))
                .get("/", context -> assets.send(context, "index.html"))
                .get("/assets/<path>", context -> assets.send(context, context.pathParam("path")));
        session.ifPresent(cookie -> {
            SignIn signIn = new SignIn(cookie, assets, wrongTokens);
            config.routes
                    .get(SecurityFilter.SIGN_IN, signIn::form)
                    .post(SecurityFilter.SIGN_IN, signIn::submit)
                    .get(SecurityFilter.SIGN_IN_STYLE, context -> assets.send(context, "sign-in.css"));
        });
        config.routes
                .exception(ApiException.class, (e, context) -> problem(context, e.status(), e.title(), e.detail()))
                .exception(
                        HttpResponseException.class,
                        (e, context) -> problem(
                                context,
                                e.getStatus(),
                                HttpStatus.getMessage(e.getStatus()),
                                "No such address, or not like this."))
                .exception(Exception.class, (e, context) -> {
                    LOG.error("a request to {} failed", route(context), withoutMessage(e));
                    problem(context, 500, "Internal error", "The server failed; its log says why.");
                });
    }

    private void addServlets(ServletContextHandler handler) {
        FilterHolder filter = new FilterHolder(new SecurityFilter(session, settings.host(), wrongTokens));
        filter.setAsyncSupported(true);
        handler.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
        ServletHolder stream = new ServletHolder(new StreamServlet(feed));
        stream.setAsyncSupported(true);
        handler.addServlet(stream, "/api/v1/stream");
        handler.addServlet(new ServletHolder(exports), "/api/v1/export/*");
        handler.setErrorHandler(new ProblemErrorHandler());
    }

    private void scrape(Context context) {
        ledgerGauges.refresh();
        context.contentType("text/plain; version=0.0.4; charset=utf-8").result(registry.scrape());
    }

    private ServerConnector connector(Server server, HttpConfiguration http) {
        ServerConnector connector = settings.tls()
                .map(tls -> secured(server, http, tls))
                .orElseGet(() -> new ServerConnector(server, new HttpConnectionFactory(http)));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        return connector;
    }

    private static ServerConnector secured(Server server, HttpConfiguration http, Tls tls) {
        HttpConfiguration https = new HttpConfiguration(http);
        SecureRequestCustomizer customizer = new SecureRequestCustomizer();
        customizer.setSniHostCheck(false); // who may ask is told by the token, and by SecurityFilter without one
        customizer.setStsMaxAge(STRICT_TRANSPORT.toSeconds());
        https.addCustomizer(customizer);
        HttpConnectionFactory plain = new HttpConnectionFactory(https);
        return new ServerConnector(server, new SslConnectionFactory(tls.contextFactory(), plain.getProtocol()), plain);
    }

    private static void limit(HttpConfiguration http) {
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setSendServerVersion(false);
    }

    private void record(Context context, float tookMs) {
        String route = route(context);
        Timer.builder("http.server.requests")
                .tag("route", route)
                .tag("status", Integer.toString(context.statusCode()))
                .publishPercentileHistogram()
                .maximumExpectedValue(Duration.ofSeconds(2))
                .register(registry)
                .record(Duration.ofNanos((long) (tookMs * 1_000_000)));
    }

    /** The route as declared, never the path as asked, which may hold a learner's id. */
    private static String route(Context context) {
        Endpoint endpoint = context.endpoints().lastHttpEndpoint();
        return endpoint == null ? "none" : endpoint.path;
    }

    /** Where it happened and what kind it was; a message may hold what was asked for, which belongs in no log. */
    private static Exception withoutMessage(Exception e) {
        Exception bare = new IllegalStateException(e.getClass().getName());
        bare.setStackTrace(e.getStackTrace());
        return bare;
    }

    private static void problem(Context context, int status, String title, String detail) {
        context.status(status).contentType(Problem.CONTENT_TYPE).result(Problem.bytes(status, title, detail));
        if (status == 503) {
            context.header("Retry-After", "2");
        }
    }
}
