package io.cohortroi.runtime.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/**
 * Where and for whom the server listens.
 *
 * @param host name or address to bind; anything but loopback needs a token
 * @param port 0 takes a free one
 * @param bearerToken asked of every request but health when present; at least 16 characters
 * @param maxViewers how many may hold the event stream open at once; the next one is answered 503
 * @param tls HTTPS where present, else HTTP
 * @param currency ISO 4217, shown beside money
 * @param idleTimeout how long a connection may say nothing before it is closed; above 0
 */
public record HttpSettings(
        String host,
        int port,
        Optional<String> bearerToken,
        int maxViewers,
        Optional<Tls> tls,
        String currency,
        Duration idleTimeout) {
    private static final int SHORTEST_TOKEN = 16;
    private static final int DEFAULT_MAX_VIEWERS = 1_000;
    private static final String DEFAULT_CURRENCY = "EUR";
    private static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofSeconds(30);

    /**
     * @throws IllegalArgumentException when the host is unknown, when it is not loopback and no token is given, or
     *     when the token is shorter than 16 characters
     */
    public HttpSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("HTTP port " + port + " is not in 0..65535");
        }
        if (maxViewers < 1) {
            throw new IllegalArgumentException("at least one viewer must be allowed, not " + maxViewers);
        }
        if (bearerToken.isPresent() && bearerToken.get().length() < SHORTEST_TOKEN) {
            throw new IllegalArgumentException("the bearer token has "
                    + bearerToken.get().length() + " characters, at least " + SHORTEST_TOKEN + " are needed");
        }
        if (bearerToken.isEmpty() && !isLoopback(host)) {
            throw new IllegalArgumentException("refusing to listen on " + host
                    + " without a bearer token: learner data would be open to the network."
                    + " Set a token of at least " + SHORTEST_TOKEN + " characters, or listen on 127.0.0.1");
        }
    }

    public static HttpSettings loopback(int port) {
        return of("127.0.0.1", port, Optional.empty());
    }

    public static HttpSettings of(String host, int port, Optional<String> bearerToken) {
        return new HttpSettings(
                host, port, bearerToken, DEFAULT_MAX_VIEWERS, Optional.empty(), DEFAULT_CURRENCY, DEFAULT_IDLE_TIMEOUT);
    }

    public HttpSettings withTls(Optional<Tls> theirs) {
        return new HttpSettings(host, port, bearerToken, maxViewers, theirs, currency, idleTimeout);
    }

    public HttpSettings withCurrency(String theirs) {
        return new HttpSettings(host, port, bearerToken, maxViewers, tls, theirs, idleTimeout);
    }

    HttpSettings withMaxViewers(int theirs) {
        return new HttpSettings(host, port, bearerToken, theirs, tls, currency, idleTimeout);
    }

    HttpSettings withIdleTimeout(Duration theirs) {
        return new HttpSettings(host, port, bearerToken, maxViewers, tls, currency, theirs);
    }

    /** Whether the token and learner data would cross a network as they are. */
    boolean isOpenToTheNetwork() {
        return tls.isEmpty() && !isLoopback(host);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("HTTP host " + host + " is not known to this machine", e);
        }
    }
}
