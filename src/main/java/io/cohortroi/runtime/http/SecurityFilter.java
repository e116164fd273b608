package io.cohortroi.runtime.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stands before every route: security headers, request limits, the host that was asked for, and who may ask. Without a
 * token only requests addressed to this machine by name are answered, so that a foreign page cannot reach the API by
 * pointing its own host name at loopback.
 */
final class SecurityFilter implements Filter {
    static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                            + " connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none';"
                            + " frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()",
            "Cache-Control", "private, no-cache");

    static final String SIGN_IN = "/sign-in";
    static final String SIGN_IN_STYLE = "/sign-in.css";
    private static final int MAX_QUERY_CHARS = 2_048;
    private static final Set<String> OPEN_PATHS = Set.of("/health/live", "/health/ready", SIGN_IN, SIGN_IN_STYLE);
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final String BEARER = "Bearer ";

    private final Optional<SessionCookie> session;
    private final String host;
    private final WrongTokens wrongTokens;

    SecurityFilter(Optional<SessionCookie> session, String host, WrongTokens wrongTokens) {
        this.session = session;
        this.wrongTokens = wrongTokens;
        this.host = host.toLowerCase(Locale.ROOT);
    }

    @Override
    public void doFilter(ServletRequest req, ServletResponse res, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) req;
        HttpServletResponse response = (HttpServletResponse) res;
        HEADERS.forEach(response::setHeader);
        String path = request.getRequestURI();
        String query = request.getQueryString();
        if (!isMethodServed(request.getMethod(), path)) {
            response.setHeader("Allow", "GET, HEAD");
            Problem.send(response, 405, "Method not allowed", "This address answers GET and HEAD.");
        } else if (query != null && query.length() > MAX_QUERY_CHARS) {
            Problem.send(
                    response,
                    414,
                    "Query too long",
                    "The query has " + query.length() + " of at most 2048 characters.");
        } else if (session.isEmpty() && !isLocalName(request.getServerName())) {
            Problem.send(response, 421, "Misdirected request", "Ask for this server by the name it listens on.");
        } else if (!isHealth(path) && session.isPresent() && wrongTokens.areTooMany(request.getRemoteAddr())) {
            response.setHeader("Retry-After", Long.toString(WrongTokens.MINUTE.toSeconds()));
            Problem.send(response, 429, "Too many wrong tokens", "Wait a minute, then send the right one.");
        } else if (!OPEN_PATHS.contains(path) && !isKnown(request)) {
            refuse(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isHealth(String path) {
        return path.equals("/health/live") || path.equals("/health/ready");
    }

    private static boolean isMethodServed(String method, String path) {
        return method.equals("GET") || method.equals("HEAD") || (method.equals("POST") && path.equals(SIGN_IN));
    }

    private boolean isLocalName(String name) {
        String asked = name.toLowerCase(Locale.ROOT);
        return LOCAL_NAMES.contains(asked) || asked.equals(host);
    }

    private boolean isKnown(HttpServletRequest request) {
        return session.isEmpty() || hasToken(request, session.get()) || hasSession(request, session.get());
    }

    private boolean hasToken(HttpServletRequest request, SessionCookie session) {
        String header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return false;
        }
        boolean right = session.isToken(header.substring(BEARER.length()).strip());
        if (!right) {
            wrongTokens.add(request.getRemoteAddr());
        }
        return right;
    }

    private static boolean hasSession(HttpServletRequest request, SessionCookie session) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(SessionCookie.NAME) && session.isValid(cookie.getValue())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getRequestURI().equals("/")) {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", SIGN_IN);
            return;
        }
        response.setHeader("WWW-Authenticate", "Bearer realm=\"cohort-roi\"");
        Problem.send(response, 401, "Not authenticated", "Send the header Authorization: Bearer <token>.");
    }
}
