package io.cohortroi.runtime.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What the server refuses before any route sees it (bad request lines, headers over 8 KB) is a problem document too. */
final class ProblemErrorHandler extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
        SecurityFilter.HEADERS.forEach((name, value) -> response.getHeaders().put(name, value));
        byte[] body = Problem.bytes(status, HttpStatus.getMessage(status), "The request could not be read or served.");
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
