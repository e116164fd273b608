package io.cohortroi.runtime.http;

/** An answer other than the one asked for; becomes a problem document. The detail is shown to the asker. */
final class ApiException extends RuntimeException {
    private final int status;
    private final String title;
    private final String detail;

    private ApiException(int status, String title, String detail) {
        super(detail);
        this.status = status;
        this.title = title;
        this.detail = detail;
    }

    static ApiException badRequest(String detail) {
        return new ApiException(400, "Bad request", detail);
    }

    static ApiException notFound(String detail) {
        return new ApiException(404, "Not found", detail);
    }

    static ApiException notReady(String detail) {
        return new ApiException(503, "Not ready", detail);
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String detail() {
        return detail;
    }
}
