package io.cohortroi.runtime.importer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks before an import begins whether the broker answers and the topics are there. */
final class ImportTarget {
    private static final int ANSWER_SECONDS = 10;
    private static final int ATTEMPTS = 10;
    private static final int RETRY_AFTER_MS = 300;

    private ImportTarget() {}

    /**
     * The topics' identities, so that a progress file never outlives the topics it speaks of.
     *
     * @throws ImportException where no broker answers within {@value #ANSWER_SECONDS} s or a topic is missing
     */
    static String require(Map<String, Object> client, String prefix, Collection<String> topics) throws ImportException {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_SECONDS * 1000);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_SECONDS * 1000);
        Map<String, String> identities = new TreeMap<>();
        List<String> missing =
                topics.stream().map(topic -> prefix + topic).sorted().toList();
        try (Admin admin = Admin.create(settings)) {
            // A broker may take a moment to know of a topic that was created just now.
            for (int attempt = 1; !missing.isEmpty() && attempt <= ATTEMPTS; attempt++) {
                if (attempt > 1) {
                    Thread.sleep(RETRY_AFTER_MS);
                }
                missing = missing(admin, missing, identities);
            }
            if (!missing.isEmpty()) {
                throw new ImportException("no such topic on " + servers(client) + ": " + String.join(", ", missing)
                        + ". 'cohort-roi topics apply' creates them.");
            }
            return identities.toString();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ImportException("no usable broker at " + servers(client) + ": " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new ImportException(
                    "no broker answers at " + servers(client) + " within " + ANSWER_SECONDS + " s", e);
        } catch (KafkaException e) {
            String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new ImportException("cannot connect to " + servers(client) + ": " + why, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImportException("interrupted before anything was published", e);
        }
    }

    /** Puts the topics that are there with their ids into {@code identities}, and returns the others. */
    private static List<String> missing(Admin admin, List<String> topics, Map<String, String> identities)
            throws ExecutionException, TimeoutException, InterruptedException {
        List<String> missing = new ArrayList<>();
        Map<String, KafkaFuture<TopicDescription>> described =
                admin.describeTopics(topics).topicNameValues();
        for (String topic : topics) {
            try {
                TopicDescription found =
                        Objects.requireNonNull(described.get(topic)).get(ANSWER_SECONDS + 1, TimeUnit.SECONDS);
                identities.put(topic, found.topicId().toString());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                missing.add(topic);
            }
        }
        return missing;
    }

    private static Object servers(Map<String, Object> client) {
        return client.getOrDefault(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "(no bootstrap servers given)");
    }
}
