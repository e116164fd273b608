package io.cohortroi.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AuthenticationTest {
    private static final String TOKEN = "a-token-of-the-test-0123456789";

    @Test
    void shouldAskForTheTokenEverywhereButHealth() throws Exception {
        try (ServedCompany served = ServedCompany.empty(Optional.of(TOKEN))) {
            for (String path : List.of(
                    "/api/v1/cohorts",
                    "/api/v1/stream",
                    "/metrics",
                    "/openapi.yaml",
                    "/assets/app.js",
                    "/nothing",
                    "/health/live/",
                    "/sign-in/../metrics")) {
                HttpResponse<String> response = served.get(path);
                assertThat(response.statusCode()).as(path).isEqualTo(401);
                assertThat(response.headers().firstValue("WWW-Authenticate"))
                        .as(path)
                        .isPresent();
                assertThat(authorized(served, path, "Bearer wrong").statusCode())
                        .as(path)
                        .isEqualTo(401);
            }
            assertThat(served.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(authorized(served, "/metrics", "Bearer " + TOKEN).statusCode())
                    .isEqualTo(200);
            assertThat(authorized(served, "/metrics", "bearer " + TOKEN).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldSignABrowserInWithACookieOfItsOwn() throws Exception {
        try (ServedCompany served = ServedCompany.empty(Optional.of(TOKEN))) {
            assertThat(served.get("/").headers().firstValue("Location")).contains("/sign-in");
            assertThat(served.get("/sign-in").body()).contains("<form");
            assertThat(signIn(served, "wrong").statusCode()).isEqualTo(403);

            HttpResponse<String> accepted = signIn(served, TOKEN);
            assertThat(accepted.statusCode()).isEqualTo(303);
            String cookie = accepted.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").doesNotContain(TOKEN);
            String pair = cookie.substring(0, cookie.indexOf(';'));
            assertThat(served.send(served.request("/metrics").header("Cookie", pair))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(served.send(served.request("/metrics").header("Cookie", pair + "0"))
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void shouldSlowDownWhoGuessesTheToken() throws Exception {
        try (ServedCompany served = ServedCompany.empty(Optional.of(TOKEN))) {
            for (int guess = 1; guess < WrongTokens.MOST; guess++) {
                assertThat(authorized(served, "/metrics", "Bearer guess-" + guess)
                                .statusCode())
                        .isEqualTo(401);
            }
            assertThat(signIn(served, "wrong").statusCode()).isEqualTo(403);
            HttpResponse<String> refused = authorized(served, "/metrics", "Bearer " + TOKEN);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).contains("60");
            assertThat(signIn(served, TOKEN).statusCode()).isEqualTo(429);
            assertThat(served.get("/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldForgetWrongTokensAfterAMinute() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2025-10-20T10:30:00Z"));
        WrongTokens wrong = new WrongTokens(clock(now));
        for (int guess = 0; guess < WrongTokens.MOST; guess++) {
            assertThat(wrong.areTooMany("192.0.2.1")).isFalse();
            wrong.add("192.0.2.1");
        }
        assertThat(wrong.areTooMany("192.0.2.1")).isTrue();
        assertThat(wrong.areTooMany("192.0.2.2")).isFalse();
        now.set(now.get().plus(WrongTokens.MINUTE));
        assertThat(wrong.areTooMany("192.0.2.1")).isFalse();
        wrong.add("192.0.2.1");
        assertThat(wrong.areTooMany("192.0.2.1")).isFalse();
    }

    @Test
    void shouldRefuseALargeForm() throws Exception {
        try (ServedCompany served = ServedCompany.empty(Optional.of(TOKEN))) {
            HttpResponse<String> response = signIn(served, "x".repeat(5_000));
            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(response.headers().firstValue("Content-Type")).contains(Problem.CONTENT_TYPE);
        }
    }

    @Test
    void shouldEndASessionAfterItsLifetime() {
        Instant start = Instant.parse("2025-10-20T10:30:00Z");
        SessionCookie issuing = new SessionCookie(TOKEN, Clock.fixed(start, ZoneOffset.UTC));
        String cookie = issuing.issue();
        assertThat(at(start.plus(SessionCookie.LIFETIME).minusSeconds(1)).isValid(cookie))
                .isTrue();
        assertThat(at(start.plus(SessionCookie.LIFETIME)).isValid(cookie)).isFalse();
        assertThat(new SessionCookie("another-token-0123", Clock.fixed(start, ZoneOffset.UTC)).isValid(cookie))
                .isFalse();
        for (String hostile : List.of("", ".", "x.y", "9".repeat(30) + ".00", "-1.00", cookie.replace('.', '-'))) {
            assertThat(issuing.isValid(hostile)).as(hostile).isFalse();
        }
    }

    private static Clock clock(AtomicReference<Instant> now) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
    }

    private static SessionCookie at(Instant time) {
        return new SessionCookie(TOKEN, Clock.fixed(time, ZoneOffset.UTC));
    }

    private static HttpResponse<String> authorized(ServedCompany served, String path, String header) throws Exception {
        return served.send(served.request(path).header("Authorization", header));
    }

    private static HttpResponse<String> signIn(ServedCompany served, String token) throws Exception {
        return served.send(served.request("/sign-in")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("token=" + token)));
    }
}
