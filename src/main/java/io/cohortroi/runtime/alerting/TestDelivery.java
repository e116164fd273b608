package io.cohortroi.runtime.alerting;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** An alert that nothing raised, to see whether a receiver listens. It is resolved already, so nobody has to act. */
public final class TestDelivery {
    private TestDelivery() {}

    /** @return why the receiver did not take it; empty if it did */
    public static Optional<String> to(Receiver receiver, Instant now) throws InterruptedException {
        ObjectNode alert = Json.object();
        alert.put("fingerprint", "0000000000000000")
                .put("alert_id", "0000000000000000-test")
                .put("rule", "test")
                .put("status", "resolved")
                .put("severity", "warning")
                .put("subject", "test")
                .put("metric", "mean_roi")
                .put("observed", BigDecimal.ONE)
                .put("expected", BigDecimal.ONE)
                .put("n", 0)
                .put("started_at", now.toString())
                .put("updated_at", now.toString())
                .put("ended_at", now.toString());
        byte[] body = WebhookMessage.of(alert, receiver.name(), "http://localhost", "");
        return new WebhookClient().post(receiver, body, () -> false);
    }
}
