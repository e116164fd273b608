package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /api/v1/export/...}: all rows, streamed, as CSV, JSON or JSONL. The trailers {@code X-Row-Count} and
 * {@code X-Content-SHA256} say what should have arrived; an export that breaks off breaks the connection, so a part can
 * never pass for the whole.
 */
final class ExportServlet extends HttpServlet {
    private static final Logger LOG = LoggerFactory.getLogger(ExportServlet.class);
    private static final int AT_ONCE = 4;
    private static final int BUFFER_BYTES = 32 << 10;

    private final transient Exports exports;
    private final transient Semaphore places = new Semaphore(AT_ONCE);

    ExportServlet(Exports exports) {
        this.exports = exports;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String what = request.getPathInfo() == null ? "" : request.getPathInfo().substring(1);
        try {
            write(response, exports.of(what, request));
        } catch (ApiException e) {
            Problem.send(response, e.status(), e.title(), e.detail());
        }
    }

    private void write(HttpServletResponse response, Exports.Export export) throws IOException {
        if (!places.tryAcquire()) {
            throw ApiException.notReady("Four exports are under way. Try again when one is done.");
        }
        try {
            Map<String, String> trailers = new ConcurrentHashMap<>();
            ExportFormat format = export.format();
            response.setContentType(format.contentType());
            response.setHeader(
                    "Content-Disposition", "attachment; filename=\"" + export.name() + "." + format.extension() + "\"");
            response.setHeader("Trailer", "X-Row-Count, X-Content-SHA256");
            response.setTrailerFields(() -> trailers);
            response.setBufferSize(BUFFER_BYTES);
            MessageDigest digest = sha256();
            long[] count = new long[1];
            OutputStream out = new DigestOutputStream(response.getOutputStream(), digest);
            ExportFormat.Rows rows = format.open(out, export.columns());
            export.source().writeTo(new ExportFormat.Rows() {
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
            LOG.warn("an export of {} broke off: {}", export.name(), e.toString());
            throw new IOException("the export broke off", e);
        } finally {
            places.release();
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
