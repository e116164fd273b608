package io.cohortroi.runtime.doctor;

import io.cohortroi.runtime.broker.ClusterGuarantees;
import io.cohortroi.runtime.config.KafkaSettings;
import io.cohortroi.runtime.topics.TopicAdmin;
import io.cohortroi.runtime.topics.TopicAdminException;
import io.cohortroi.runtime.topics.TopicCatalog;
import io.cohortroi.runtime.topics.TopicMismatch;
import io.cohortroi.runtime.topics.TopicPlacement;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Whether the cluster answers, is what exactly-once needs, and can hold our topics. */
final class ClusterChecks {

    private static final int CONNECT_TIMEOUT_MS = 3_000;
    private static final int ANSWER_TIMEOUT_MS = 10_000;

    private static final String MISSING = "exists";

    private ClusterChecks() {}

    static List<Check> of(KafkaSettings kafka) {
        List<String> unreachable = unreachable(kafka.bootstrapServers());
        if (unreachable.size() == kafka.bootstrapServers().split(",", -1).length) {
            return List.of(Check.fail(
                    "kafka", String.join("; ", unreachable), "Start the brokers, or correct bootstrap.servers."));
        }
        Map<String, Object> client = kafka.clientProperties();
        client.put("default.api.timeout.ms", ANSWER_TIMEOUT_MS);
        client.put("request.timeout.ms", ANSWER_TIMEOUT_MS);
        try (Admin admin = Admin.create(client)) {
            List<Check> checks = new ArrayList<>();
            int brokers = admin.describeCluster()
                    .nodes()
                    .get(ANSWER_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                    .size();
            checks.add(brokers(kafka, brokers, unreachable));
            checks.add(guarantees(ClusterGuarantees.violations(admin)));
            checks.add(topics(new TopicAdmin(
                            admin,
                            TopicCatalog.load(),
                            new TopicPlacement(kafka.prefix(), null, null),
                            Duration.ofMillis(ANSWER_TIMEOUT_MS))
                    .verify()));
            return checks;
        } catch (ExecutionException | TimeoutException | KafkaException | TopicAdminException e) {
            return List.of(noAnswer(kafka, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(noAnswer(kafka, e));
        }
    }

    static Check brokers(KafkaSettings kafka, int brokers, List<String> unreachable) {
        String finding = brokers + (brokers == 1 ? " broker" : " brokers") + " at " + kafka.bootstrapServers();
        if (kafka.replicationFactor() > brokers) {
            return Check.fail(
                    "kafka",
                    finding,
                    "replication.factor is " + kafka.replicationFactor() + ": add brokers, or set it to at most "
                            + brokers + ".");
        }
        return unreachable.isEmpty()
                ? Check.ok("kafka", finding)
                : Check.warn("kafka", finding, "Correct bootstrap.servers: " + String.join("; ", unreachable) + ".");
    }

    static Check guarantees(List<String> violations) {
        return violations.isEmpty()
                ? Check.ok("exactly-once", "transaction.version is at least 2, unclean leader election is off")
                : Check.fail("exactly-once", String.join(" ", violations), "Change the brokers' configuration.");
    }

    static Check topics(List<TopicMismatch> mismatches) {
        List<TopicMismatch> wrong = mismatches.stream()
                .filter(mismatch -> !mismatch.rule().equals(MISSING))
                .toList();
        if (!wrong.isEmpty()) {
            return Check.fail(
                    "topics",
                    wrong.size() + " mismatched, the first: " + wrong.get(0).sentence(),
                    "cohort-roi topics verify lists all of it.");
        }
        return mismatches.isEmpty()
                ? Check.ok("topics", "as the contract asks")
                : Check.warn("topics", mismatches.size() + " missing", "Create them: cohort-roi topics apply.");
    }

    private static Check noAnswer(KafkaSettings kafka, Exception e) {
        Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        return Check.fail(
                "kafka",
                kafka.bootstrapServers() + " takes connections but gives no answer (" + cause + ")",
                "Check kafka.security.protocol and credentials, and that it is a Kafka broker.");
    }

    private static List<String> unreachable(String bootstrapServers) {
        List<String> unreachable = new ArrayList<>();
        for (String server : bootstrapServers.split(",", -1)) {
            int colon = server.lastIndexOf(':');
            String host = server.substring(0, colon).strip().replaceAll("[\\[\\]]", "");
            int port = Integer.parseInt(server.substring(colon + 1).strip());
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, port), CONNECT_TIMEOUT_MS);
            } catch (IOException | IllegalArgumentException e) {
                unreachable.add("nothing answers at " + server.strip() + " (" + e.getMessage() + ")");
            }
        }
        return unreachable;
    }
}
