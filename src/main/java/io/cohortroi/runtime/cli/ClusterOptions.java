package io.cohortroi.runtime.cli;

import io.cohortroi.runtime.topics.TopicAdmin;
import io.cohortroi.runtime.topics.TopicAdminException;
import io.cohortroi.runtime.topics.TopicCatalog;
import io.cohortroi.runtime.topics.TopicPlacement;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which cluster, and what a deployment decides about its topics there. */
final class ClusterOptions {
    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT[,...]",
            description = "Kafka brokers to ask first (default: ${DEFAULT-VALUE}).")
    private String bootstrap = "localhost:9092";

    @Option(names = "--prefix", description = "Leads every topic name, such as \"acme.\" (default: none).")
    private String prefix = "";

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions of all learner-keyed topics; fixed at creation (default: 6).")
    private @Nullable Integer partitions;

    @Option(
            names = "--replication",
            paramLabel = "N",
            description = "Replicas of every partition (default: 3, or the number of brokers if lower).")
    private @Nullable Integer replication;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Properties for the Kafka client: security.protocol, sasl.*, ssl.*.")
    private @Nullable Path commandConfig;

    @Option(
            names = "--timeout-ms",
            paramLabel = "N",
            description = "How long to wait for each answer of the cluster (default: ${DEFAULT-VALUE}).")
    private int timeoutMs = 30_000;

    /** An open admin client and the topics seen through it. */
    record Connection(Admin admin, TopicAdmin topics) implements AutoCloseable {
        @Override
        public void close() {
            admin.close(Duration.ZERO);
        }
    }

    /**
     * @throws ParameterException where an option's value cannot be right
     * @throws TopicAdminException where nothing listens there, or no client can be made of them
     */
    Connection connect(CommandLine command) {
        if (timeoutMs < 1) {
            throw new ParameterException(command, "--timeout-ms must be at least 1, is " + timeoutMs + ".");
        }
        TopicPlacement placement = placement(command);
        Properties properties = properties(command);
        BrokerProbe.complaint(bootstrap, Duration.ofMillis(timeoutMs)).ifPresent(complaint -> {
            throw new TopicAdminException(complaint);
        });
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMs);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMs);
        try {
            Admin admin = Admin.create(properties);
            return new Connection(
                    admin, new TopicAdmin(admin, TopicCatalog.load(), placement, Duration.ofMillis(timeoutMs)));
        } catch (KafkaException unusable) {
            Throwable reason = unusable.getCause() == null ? unusable : unusable.getCause();
            throw new TopicAdminException(
                    "No Kafka client can be made with " + bootstrap + ": " + reason.getMessage(), unusable);
        }
    }

    private TopicPlacement placement(CommandLine command) {
        try {
            return new TopicPlacement(prefix, partitions, replication);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command, "Wrong option: " + wrong.getMessage() + ".", wrong);
        }
    }

    private Properties properties(CommandLine command) {
        Properties properties = new Properties();
        if (commandConfig != null) {
            try (Reader file = Files.newBufferedReader(commandConfig)) {
                properties.load(file);
            } catch (IOException | IllegalArgumentException unreadable) {
                throw new ParameterException(
                        command,
                        "--command-config " + commandConfig + " cannot be read as a properties file.",
                        unreadable);
            }
        }
        return properties;
    }
}
