package io.cohortroi.runtime.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lets a browser stay signed in without keeping the bearer token: the cookie is an expiry time and an HMAC of it under
 * the token, so any instance with the same token accepts it, and a new token ends all sessions.
 */
final class SessionCookie {
    static final String NAME = "cohort_roi_session";
    static final Duration LIFETIME = Duration.ofHours(12);

    private final byte[] token;
    private final Clock clock;

    SessionCookie(String bearerToken, Clock clock) {
        this.token = bearerToken.getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
    }

    boolean isToken(String candidate) {
        return MessageDigest.isEqual(token, candidate.getBytes(StandardCharsets.UTF_8));
    }

    String issue() {
        long expires = clock.instant().plus(LIFETIME).getEpochSecond();
        return expires + "." + seal(Long.toString(expires));
    }

    boolean isValid(String cookie) {
        int dot = cookie.indexOf('.');
        if (dot < 1 || dot > 19) {
            return false;
        }
        String expires = cookie.substring(0, dot);
        if (!expires.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        boolean sealed = MessageDigest.isEqual(
                seal(expires).getBytes(StandardCharsets.US_ASCII),
                cookie.substring(dot + 1).getBytes(StandardCharsets.UTF_8));
        return sealed && clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(expires)));
    }

    private String seal(String expires) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token, "HmacSHA256"));
            byte[] digest = mac.doFinal(("session until " + expires).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
