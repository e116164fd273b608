package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.CompactedViews;
import io.cohortroi.runtime.query.LearnerIndex;
import io.cohortroi.runtime.query.Scope;
import io.cohortroi.runtime.query.TopicDump;
import io.cohortroi.runtime.query.ViewEntry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /api/v1/export/roi-records} and {@code /cohorts}: everything, streamed, as CSV, JSON or JSONL. The trailers
 * {@code X-Row-Count} and {@code X-Content-SHA256} say what should have arrived; an export that breaks off breaks the
 * connection, so a part can never pass for the whole.
 */
final class ExportServlet extends HttpServlet {
    private static final Logger LOG = LoggerFactory.getLogger(ExportServlet.class);
    private static final int AT_ONCE = 4;
    private static final int BUFFER_BYTES = 32 << 10;

    static final List<String> RECORD_COLUMNS = List.of(
            "timestamp",
            "learner_id",
            "cohort",
            "archetype",
            "workflow_id",
            "capabilities_added",
            "cost",
            "duration_hours",
            "completion_rate",
            "roi_multiplier",
            "completion_id",
            "event_id",
            "revision",
            "kind",
            "record_version",
            "supersedes",
            "benefit",
            "benefit_source",
            "cost_source",
            "roi_percent",
            "baseline_roi",
            "baseline_version",
            "roi_vs_baseline",
            "confidence",
            "norms_version",
            "inputs.units",
            "inputs.value",
            "inputs.isolation",
            "inputs.estimate_confidence",
            "inputs.fixed_cost",
            "inputs.hourly_cost",
            "source");
    static final List<String> COHORT_COLUMNS = List.of(
            "cohort",
            "learners",
            "active_learners",
            "completions",
            "no_cost_completions",
            "mean_roi",
            "pooled_roi",
            "median_roi",
            "p90_roi",
            "stddev_roi",
            "total_cost",
            "total_benefit",
            "capabilities_added",
            "cost_per_capability",
            "mean_completion_rate",
            "expected_roi",
            "variance_pct",
            "trend.direction",
            "trend.slope_per_week",
            "trend.p_value",
            "trend.windows",
            "updated_at");

    private final transient TopicDump dump;
    private final transient Answers answers;
    private final transient Semaphore places = new Semaphore(AT_ONCE);

    ExportServlet(TopicDump dump, Answers answers) {
        this.dump = dump;
        this.answers = answers;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String what = request.getPathInfo() == null ? "" : request.getPathInfo().substring(1);
        try {
            ExportFormat format = format(request);
            switch (what) {
                case "roi-records" ->
                    export(
                            response,
                            what,
                            format,
                            RECORD_COLUMNS,
                            rows -> dump.read(LearnerIndex.ROI_RECORDS, rows::add));
                case "cohorts" -> {
                    Served served = answers.served().complete();
                    export(response, what, format, COHORT_COLUMNS, rows -> cohorts(served, rows));
                }
                default -> throw ApiException.notFound("There are the exports roi-records and cohorts.");
            }
        } catch (ApiException e) {
            Problem.send(response, e.status(), e.title(), e.detail());
        }
    }

    private static ExportFormat format(HttpServletRequest request) {
        Map<String, String[]> parameters = request.getParameterMap();
        String[] asked = parameters.getOrDefault("format", new String[] {"csv"});
        boolean onlyFormat = parameters.isEmpty() || (parameters.size() == 1 && parameters.containsKey("format"));
        for (ExportFormat format : ExportFormat.values()) {
            if (onlyFormat && asked.length == 1 && format.extension().equals(asked[0])) {
                return format;
            }
        }
        throw ApiException.badRequest("An export takes the parameter format, one of [csv, json, jsonl].");
    }

    private interface Source {
        void writeTo(ExportFormat.Rows rows) throws IOException;
    }

    private void export(
            HttpServletResponse response, String what, ExportFormat format, List<String> columns, Source source)
            throws IOException {
        if (!places.tryAcquire()) {
            throw ApiException.notReady("Four exports are under way. Try again when one is done.");
        }
        try {
            Map<String, String> trailers = new ConcurrentHashMap<>();
            response.setContentType(format.contentType());
            response.setHeader(
                    "Content-Disposition", "attachment; filename=\"" + what + "." + format.extension() + "\"");
            response.setHeader("Trailer", "X-Row-Count, X-Content-SHA256");
            response.setTrailerFields(() -> trailers);
            response.setBufferSize(BUFFER_BYTES);
            MessageDigest digest = sha256();
            long[] count = new long[1];
            OutputStream out = new DigestOutputStream(response.getOutputStream(), digest);
            ExportFormat.Rows rows = format.open(out, columns);
            source.writeTo(new ExportFormat.Rows() {
                @Override
                public void add(ObjectNode row) throws IOException {
                    rows.add(row);
                    count[0]++;
                }

                @Override
                public void end() {}
            });
            rows.end();
            out.flush();
            trailers.put("X-Row-Count", Long.toString(count[0]));
            trailers.put("X-Content-SHA256", HexFormat.of().formatHex(digest.digest()));
        } catch (IOException | RuntimeException e) {
            LOG.warn("an export of {} broke off: {}", what.toLowerCase(Locale.ROOT), e.toString());
            throw new IOException("the export broke off", e);
        } finally {
            places.release();
        }
    }

    private static void cohorts(Served served, ExportFormat.Rows rows) throws IOException {
        for (ViewEntry entry :
                served.snapshot().table(CompactedViews.COHORT_METRICS).values()) {
            if (Scope.ofKey(entry.key()) == Scope.COHORT) {
                rows.add(entry.value());
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
