package io.cohortroi.runtime.topics;

import io.cohortroi.runtime.broker.ClusterGuarantees;
import io.cohortroi.runtime.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The contract's topics as the program needs them before it starts. */
public final class ProgramTopics {
    private static final Logger log = LoggerFactory.getLogger(ProgramTopics.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private ProgramTopics() {}

    /**
     * Creates what is missing and insists on the rest. A cluster that refuses to say whether it gives what exactly-once
     * needs is believed.
     *
     * @throws TopicAdminException with every mismatch, if the cluster does not give the guarantees of {@link
     *     ClusterGuarantees} or a topic is not as the contract asks
     */
    public static void require(Admin admin, Settings settings) {
        requireGuarantees(admin);
        TopicPlacement placement =
                new TopicPlacement(settings.kafka().prefix(), settings.kafka().learnerPartitions(), (int)
                        settings.kafka().replicationFactor());
        List<TopicMismatch> mismatches = new TopicAdmin(admin, TopicCatalog.load(), placement, TIMEOUT)
                .apply(false)
                .mismatches();
        if (!mismatches.isEmpty()) {
            StringBuilder message = new StringBuilder("the topics are not as the contract asks:");
            mismatches.forEach(mismatch -> message.append("\n  ").append(mismatch.sentence()));
            throw new TopicAdminException(message.toString());
        }
    }

    private static void requireGuarantees(Admin admin) {
        try {
            List<String> violations = ClusterGuarantees.violations(admin);
            if (!violations.isEmpty()) {
                throw new TopicAdminException(
                        "the cluster does not give what exactly-once needs:\n  " + String.join("\n  ", violations));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicAdminException("interrupted while asking the cluster what it guarantees");
        } catch (ExecutionException | TimeoutException e) {
            log.warn("The cluster does not say whether it gives what exactly-once needs: {}", e.getMessage());
        }
    }
}
