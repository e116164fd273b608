package io.cohortroi.runtime.http;

import io.javalin.http.Context;

/** Where a browser shows the token once and gets a session cookie for it; the cookie never leaves for other sites. */
final class SignIn {
    private final SessionCookie session;
    private final WebAssets assets;
    private final WrongTokens wrongTokens;

    SignIn(SessionCookie session, WebAssets assets, WrongTokens wrongTokens) {
        this.session = session;
        this.wrongTokens = wrongTokens;
        this.assets = assets;
    }

    void form(Context context) {
        assets.send(context, "sign-in.html");
    }

    void submit(Context context) {
        String token = context.formParam("token");
        if (token == null || !session.isToken(token.strip())) {
            wrongTokens.add(context.req().getRemoteAddr());
            context.status(403);
            assets.send(context, "sign-in-refused.html");
            return;
        }
        String secure = context.req().isSecure() ? "; Secure" : "";
        context.header(
                "Set-Cookie",
                SessionCookie.NAME + "=" + session.issue() + "; Path=/; HttpOnly; SameSite=Strict; Max-Age="
                        + SessionCookie.LIFETIME.toSeconds() + secure);
        context.status(303).header("Location", "/");
    }
}
