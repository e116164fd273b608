package io.cohortroi.runtime.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/**
 * Creates the contract's topics on a cluster and says what there does not match. It never deletes anything, never changes
 * a partition count, and changes a setting only when asked to and when no record can be lost by it.
 *
 * <p>Every method throws {@link TopicAdminException} where the cluster does not answer in time or refuses.
 */
public final class TopicAdmin {
    private static final Duration POLL = Duration.ofMillis(50);

    private final Admin admin;
    private final TopicCatalog catalog;
    private final TopicPlacement placement;
    private final Duration timeout;

    /**
     * @param admin stays the caller's to close
     * @param timeout how long to wait for each answer of the cluster
     */
    public TopicAdmin(Admin admin, TopicCatalog catalog, TopicPlacement placement, Duration timeout) {
        this.admin = admin;
        this.catalog = catalog;
        this.placement = placement;
        this.timeout = timeout;
    }

    /**
     * What came of {@link #apply}.
     *
     * @param created topic names, with prefix
     * @param corrected topic name to the settings put right
     * @param mismatches what is still not as the contract asks; empty when all is well
     */
    public record Applied(
            List<String> created, Map<String, Map<String, String>> corrected, List<TopicMismatch> mismatches) {
        public Applied {
            created = List.copyOf(created);
            mismatches = List.copyOf(mismatches);
        }
    }

    /**
     * One topic of the contract as it is here.
     *
     * @param name with prefix
     * @param state null where the topic is missing
     */
    public record Listed(
            String name, TopicSpec spec, @Nullable TopicState state) {}

    /** Every mismatch, in the contract's order; empty when all is well. */
    public List<TopicMismatch> verify() {
        return compare().mismatches();
    }

    /** Every topic of the contract, whether it is there or not. */
    public List<Listed> list() {
        TopicComparison comparison = compare();
        return catalog.topics().stream()
                .map(spec -> new Listed(
                        comparison.nameOf(spec), spec, comparison.states().get(spec.name())))
                .toList();
    }

    /**
     * Creates what is missing. As long as existing learner-keyed topics disagree in their partition count, no further one
     * is created. Applying twice changes nothing the second time.
     *
     * @param correct whether to set drifted settings right where that cannot lose a record
     */
    public Applied apply(boolean correct) {
        TopicComparison comparison = compare();
        Map<String, NewTopic> missing = missing(comparison);
        create(missing.values());
        Map<String, Map<String, String>> corrected = correct ? corrections(comparison) : Map.of();
        alter(corrected);
        List<TopicMismatch> left = comparison.mismatches().stream()
                .filter(mismatch -> !missing.containsKey(mismatch.topic()))
                .filter(mismatch ->
                        !corrected.getOrDefault(mismatch.topic(), Map.of()).containsKey(mismatch.rule()))
                .toList();
        return new Applied(List.copyOf(missing.keySet()), corrected, left);
    }

    private Map<String, NewTopic> missing(TopicComparison comparison) {
        boolean groupDisagrees = catalog.topics().stream()
                .filter(TopicSpec::coPartitioned)
                .flatMap(spec -> comparison.mismatches(spec).stream())
                .anyMatch(mismatch -> mismatch.rule().equals(TopicMismatch.PARTITIONS));
        Map<String, NewTopic> missing = new LinkedHashMap<>();
        for (TopicSpec spec : catalog.topics()) {
            boolean wanted = !comparison.states().containsKey(spec.name());
            if (wanted && !(spec.coPartitioned() && groupDisagrees)) {
                String name = comparison.nameOf(spec);
                int replicas = replicas(comparison, spec);
                missing.put(
                        name,
                        new NewTopic(name, comparison.partitionsOf(spec), (short) replicas)
                                .configs(spec.configFor(replicas)));
            }
        }
        return missing;
    }

    private static int replicas(TopicComparison comparison, TopicSpec spec) {
        int replicas = comparison.replicationOf(spec);
        if (replicas > comparison.brokers()) {
            throw new TopicAdminException("A replication of " + replicas + " needs as many brokers; the cluster has "
                    + comparison.brokers() + ".");
        }
        return replicas;
    }

    private Map<String, Map<String, String>> corrections(TopicComparison comparison) {
        Map<String, Map<String, String>> corrections = new LinkedHashMap<>();
        for (TopicSpec spec : catalog.topics()) {
            Map<String, String> settings = comparison.corrections(spec);
            if (!settings.isEmpty()) {
                corrections.put(comparison.nameOf(spec), settings);
            }
        }
        return corrections;
    }

    private TopicComparison compare() {
        int brokers = await(admin.describeCluster().nodes()).size();
        Set<String> there = await(admin.listTopics().names());
        Map<String, String> shortNames = catalog.topics().stream()
                .filter(spec -> there.contains(placement.prefix() + spec.name()))
                .collect(Collectors.toMap(spec -> placement.prefix() + spec.name(), TopicSpec::name));
        Map<String, TopicDescription> descriptions =
                await(admin.describeTopics(shortNames.keySet()).allTopicNames());
        Map<ConfigResource, Config> configs = await(admin.describeConfigs(
                        shortNames.keySet().stream().map(TopicAdmin::resource).toList())
                .all());
        Map<String, TopicState> states = new HashMap<>();
        shortNames.forEach((name, shortName) -> {
            TopicDescription description = descriptions.get(name);
            Config config = configs.get(resource(name));
            if (description != null && config != null) {
                states.put(shortName, state(description, config));
            }
        });
        return new TopicComparison(catalog, placement, states, brokers);
    }

    private static TopicState state(TopicDescription description, Config config) {
        Map<String, String> settings = new TreeMap<>();
        for (ConfigEntry entry : config.entries()) {
            if (entry.value() != null) {
                settings.put(entry.name(), entry.value());
            }
        }
        int replicas = description.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        return new TopicState(description.partitions().size(), replicas, settings);
    }

    /** Returns when the cluster lists the topics, so that whoever starts next finds them. */
    private void create(Collection<NewTopic> topics) {
        for (KafkaFuture<Void> created : admin.createTopics(topics).values().values()) {
            try {
                await(created);
            } catch (TopicAdminException refused) {
                // Another instance was faster with the same contract.
                if (!(refused.getCause() instanceof TopicExistsException)) {
                    throw refused;
                }
            }
        }
        Set<String> names = topics.stream().map(NewTopic::name).collect(Collectors.toSet());
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!await(admin.listTopics().names()).containsAll(names)) {
            if (System.nanoTime() > deadline) {
                throw new TopicAdminException(
                        "The cluster created the topics but does not list them after " + timeout.toMillis() + " ms.");
            }
            pause();
        }
    }

    private void alter(Map<String, Map<String, String>> corrections) {
        Map<ConfigResource, Collection<AlterConfigOp>> operations = new HashMap<>();
        corrections.forEach((name, settings) -> {
            List<AlterConfigOp> sets = new ArrayList<>();
            settings.forEach(
                    (key, value) -> sets.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
            operations.put(resource(name), sets);
        });
        await(admin.incrementalAlterConfigs(operations).all());
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException late) {
            throw unanswered(late);
        } catch (ExecutionException refused) {
            Throwable cause = refused.getCause() == null ? refused : refused.getCause();
            if (cause instanceof AuthenticationException) {
                throw new TopicAdminException("The broker refused the login: " + cause.getMessage(), cause);
            }
            if (cause instanceof AuthorizationException) {
                throw new TopicAdminException("The cluster does not allow it: " + cause.getMessage(), cause);
            }
            throw cause instanceof RetriableException
                    ? unanswered(cause)
                    : new TopicAdminException("The cluster refused: " + cause.getMessage(), cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TopicAdminException("Interrupted while waiting for the cluster.", interrupted);
        }
    }

    private TopicAdminException unanswered(Throwable cause) {
        return new TopicAdminException("No broker answered within " + timeout.toMillis() + " ms.", cause);
    }

    private static void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TopicAdminException("Interrupted while waiting for the cluster.", interrupted);
        }
    }
}
