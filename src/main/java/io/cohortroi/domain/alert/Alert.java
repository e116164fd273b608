package io.cohortroi.domain.alert;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One alert as it stands: what happened, to whom, how sure we are and why. The values of one {@code alertId} are one
 * alert, raised once, updated while it lasts, resolved once; the fingerprint is the same for every alert of a rule on
 * a subject, and the key of the topic.
 *
 * @param subject the scope key: a cohort id, {@code archetype:<Label>}, a workflow or a topic
 * @param startedAt start of the event day (UTC) on which it was raised, so that the same events name the same alert
 *     however they were batched
 * @param updatedAt the event time up to which it was looked at
 * @param end absent while it stands
 */
public record Alert(
        AlertRule rule,
        String subject,
        AlertStatus status,
        AlertSeverity severity,
        Measures measures,
        Window window,
        Instant startedAt,
        Instant updatedAt,
        @Nullable AlertEnd end) {

    private static final DateTimeFormatter STARTED =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** 16 hexadecimal digits of SHA-256 over rule and subject. */
    public String fingerprint() {
        return fingerprint(rule, subject);
    }

    public static String fingerprint(AlertRule rule, String subject) {
        try {
            byte[] identity = (rule.id() + '\n' + subject).getBytes(StandardCharsets.UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(identity);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** {@code <fingerprint>-20251020T000000Z}. */
    public String alertId() {
        return fingerprint() + "-" + STARTED.format(startedAt);
    }

    /** The page of the rule, relative to the project; where it is published the edge puts the address before it. */
    public String runbookUrl() {
        return rule.runbook();
    }

    Alert with(Measures seen) {
        return new Alert(rule, subject, status, severity, seen, window, startedAt, updatedAt, end);
    }

    Alert ended(AlertEnd.Reason reason, Instant at) {
        return new Alert(
                rule,
                subject,
                AlertStatus.RESOLVED,
                severity,
                measures,
                window,
                startedAt,
                at,
                new AlertEnd(at, reason));
    }
}
