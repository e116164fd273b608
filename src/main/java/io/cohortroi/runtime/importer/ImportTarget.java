package io.cohortroi.runtime.importer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        try (Admin admin = Admin.create(settings)) {
            Map<String, KafkaFuture<TopicDescription>> described = admin.describeTopics(
                            topics.stream().map(topic -> prefix + topic).toList())
                    .topicNameValues();
            Map<String, String> identities = new TreeMap<>();
            List<String> missing = new ArrayList<>();
            for (Map.Entry<String, KafkaFuture<TopicDescription>> each : described.entrySet()) {
                try {
                    TopicDescription found = each.getValue().get(ANSWER_SECONDS + 1, TimeUnit.SECONDS);
                    identities.put(each.getKey(), found.topicId().toString());
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                        throw e;
                    }
                    missing.add(each.getKey());
                }
            }
            if (!missing.isEmpty()) {
                missing.sort(null);
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

    private static Object servers(Map<String, Object> client) {
        return client.getOrDefault(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "(no bootstrap servers given)");
    }
}
