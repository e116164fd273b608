package io.cohortroi.runtime.config;

import java.util.Optional;

/**
 * Where the HTTP server listens.
 *
 * @param host name or address
 * @param port 0 for any free one
 * @param token asked of every request but health, where present
 */
public record ListenSettings(String host, int port, Optional<Secret> token) {

    static ListenSettings read(Values values) {
        return new ListenSettings(
                values.text("http.host", host -> !host.isEmpty(), "a host name or address"),
                values.integer("http.port", 0, 65_535),
                Optional.of(values.text("http.token"))
                        .filter(token -> !token.isEmpty())
                        .map(Secret::new));
    }
}
