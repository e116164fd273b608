package io.cohortroi.runtime.alerting;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * How delivery fares, by receiver: {@code cohort_roi_alert_deliveries_total}, {@code
 * cohort_roi_alert_delivery_failures_total}, and {@code cohort_roi_alert_delivery_failing}, which is 1 while the last
 * attempt failed.
 */
public final class DeliveryMetrics implements MeterBinder {
    private final WebhookForwarder forwarder;

    public DeliveryMetrics(WebhookForwarder forwarder) {
        this.forwarder = forwarder;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (WebhookForwarder.Status each : forwarder.status()) {
            String receiver = each.receiver();
            FunctionCounter.builder(
                            "cohort.roi.alert.deliveries",
                            forwarder,
                            all -> of(all, receiver).delivered())
                    .tag("receiver", receiver)
                    .description("Alerts the receiver took since the start.")
                    .register(registry);
            FunctionCounter.builder(
                            "cohort.roi.alert.delivery.failures",
                            forwarder,
                            all -> of(all, receiver).failed())
                    .tag("receiver", receiver)
                    .description("Attempts the receiver did not take since the start.")
                    .register(registry);
            Gauge.builder(
                            "cohort.roi.alert.delivery.failing",
                            forwarder,
                            all -> of(all, receiver).failing() ? 1 : 0)
                    .tag("receiver", receiver)
                    .description("1 while the last attempt failed.")
                    .register(registry);
        }
    }

    private static WebhookForwarder.Status of(WebhookForwarder forwarder, String receiver) {
        return forwarder.status().stream()
                .filter(each -> each.receiver().equals(receiver))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("receivers never change"));
    }
}
