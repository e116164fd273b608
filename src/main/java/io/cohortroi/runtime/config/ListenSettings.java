package io.cohortroi.runtime.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the HTTP server listens.
 *
 * @param host name or address
 * @param port 0 for any free one
 * @param token asked of every request but health, where present
 * @param tls where HTTPS is spoken instead of HTTP
 */
public record ListenSettings(String host, int port, Optional<Secret> token, Optional<KeyStoreFile> tls) {

    /** A key store and what opens it. */
    public record KeyStoreFile(Path keystore, Secret password) {}

    static ListenSettings read(Values values) {
        Secret keystorePassword = new Secret(values.text("http.tls.keystore.password"));
        return new ListenSettings(
                values.text("http.host", host -> !host.isEmpty(), "a host name or address"),
                values.integer("http.port", 0, 65_535),
                Optional.of(values.text("http.token"))
                        .filter(token -> !token.isEmpty())
                        .map(Secret::new),
                Optional.of(values.text("http.tls.keystore"))
                        .filter(file -> !file.isEmpty())
                        .map(file -> new KeyStoreFile(Path.of(file), keystorePassword)));
    }

    /** {@code https} or {@code http}. */
    public String scheme() {
        return tls.isPresent() ? "https" : "http";
    }
}
