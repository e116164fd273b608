package io.cohortroi.runtime.topics;

import io.cohortroi.runtime.config.Settings;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/** The contract's topics as the program needs them before it starts. */
public final class ProgramTopics {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private ProgramTopics() {}

    /**
     * Creates what is missing and insists on the rest.
     *
     * @throws TopicAdminException with every mismatch, if a topic is not as the contract asks
     */
    public static void require(Admin admin, Settings settings) {
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
}
