package io.cohortroi.runtime.alerting;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Posts one message and says what came of it, in words that hold neither address nor token. */
final class WebhookClient {
    private static final long LOOK_EVERY_MS = 50;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /**
     * Any answer but 2xx is a failure: a receiver that refuses today may be repaired tomorrow.
     *
     * @param stop looked at while waiting; when true the attempt is given up
     * @return the reason of the failure; empty when delivered
     */
    Optional<String> post(Receiver receiver, byte[] body, BooleanSupplier stop) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(receiver.uri())
                .header("Content-Type", "application/json")
                .header("User-Agent", "cohort-roi")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        receiver.bearerToken().ifPresent(token -> request.header("Authorization", "Bearer " + token.reveal()));
        CompletableFuture<HttpResponse<Void>> answer =
                http.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding());
        long until = System.nanoTime() + receiver.timeout().toNanos();
        while (!stop.getAsBoolean() && System.nanoTime() < until) {
            try {
                int status = answer.get(LOOK_EVERY_MS, TimeUnit.MILLISECONDS).statusCode();
                return status / 100 == 2 ? Optional.empty() : Optional.of("answered " + status);
            } catch (TimeoutException stillWaiting) {
                // look whether to stop, and wait on
            } catch (ExecutionException failed) {
                Throwable cause = failed.getCause() == null ? failed : failed.getCause();
                return Optional.of(cause.getClass().getSimpleName());
            }
        }
        answer.cancel(true);
        return Optional.of("no answer within " + receiver.timeout().toMillis() + " ms");
    }
}
