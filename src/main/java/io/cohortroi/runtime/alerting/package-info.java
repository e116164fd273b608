/**
 * Delivery of alerts to webhooks, in the format of Alertmanager. The topic {@code roi-alerts} is the queue: every receiver
 * reads it as a consumer group of its own and moves its position only behind what was delivered, so that nothing is lost
 * and everything may come twice. Silences hold delivery back, never publication.
 */
@NullMarked
package io.cohortroi.runtime.alerting;

import org.jspecify.annotations.NullMarked;
