package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** An error as {@code application/problem+json} (RFC 9457): type, title, status, detail. */
final class Problem {
    static final String CONTENT_TYPE = "application/problem+json";

    private Problem() {}

    static byte[] bytes(int status, String title, String detail) {
        ObjectNode problem = Json.object();
        problem.put("type", "about:blank");
        problem.put("title", title);
        problem.put("status", status);
        problem.put("detail", detail);
        return Json.bytes(problem);
    }

    static void send(HttpServletResponse response, int status, String title, String detail) throws IOException {
        byte[] body = bytes(status, title, detail);
        response.setStatus(status);
        response.setContentType(CONTENT_TYPE);
        response.setContentLength(body.length);
        if (status == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            response.setHeader("Retry-After", "2");
        }
        response.getOutputStream().write(body);
    }
}
