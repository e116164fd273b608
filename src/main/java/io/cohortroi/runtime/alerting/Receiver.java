package io.cohortroi.runtime.alerting;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Who wants to hear of alerts, and of which. An empty set means all. The address may hold a token, so it is a secret too:
 * neither is ever printed.
 *
 * @param name 1 to 64 of A-Z a-z 0-9 . _ -; part of the consumer group, so a new name starts from the beginning
 * @param url http or https
 * @param bearerToken sent as {@code Authorization: Bearer}
 * @param rules such as {@code roi_variance}
 * @param severities {@code warning}, {@code critical}
 * @param subjects scope keys, exactly
 * @param timeout of one attempt, from connecting to the last byte of the answer
 */
public record Receiver(
        String name,
        Secret url,
        Optional<Secret> bearerToken,
        Set<String> rules,
        Set<String> severities,
        Set<String> subjects,
        Duration timeout) {

    public Receiver {
        if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("a receiver's name has 1 to 64 of A-Z a-z 0-9 . _ -, found " + name);
        }
        if (!isHttp(url.reveal())) {
            throw new IllegalArgumentException("the url of receiver " + name + " must be an http or https address");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the timeout of receiver " + name + " must be positive, is " + timeout);
        }
        rules = Set.copyOf(rules);
        severities = Set.copyOf(severities);
        subjects = Set.copyOf(subjects);
    }

    /** All alerts, at an address, within 10 seconds. */
    public static Receiver of(String name, String url) {
        return new Receiver(
                name, new Secret(url), Optional.empty(), Set.of(), Set.of(), Set.of(), Duration.ofSeconds(10));
    }

    boolean accepts(ObjectNode alert) {
        return matches(rules, alert, "rule")
                && matches(severities, alert, "severity")
                && matches(subjects, alert, "subject");
    }

    URI uri() {
        return URI.create(url.reveal());
    }

    private static boolean matches(Set<String> wanted, ObjectNode alert, String field) {
        return wanted.isEmpty() || wanted.contains(alert.path(field).asText());
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }
}
