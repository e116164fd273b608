package io.cohortroi.runtime.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/**
 * What a cluster has to be for exactly-once to hold, asked of the running cluster and not of its configuration files:
 * {@code transaction.version} at least 2 (KIP-890: a transaction left behind by a dead producer cannot take in a stray
 * record), and no unclean leader election (which loses acknowledged records).
 */
public final class ClusterGuarantees {

    private static final short TRANSACTION_VERSION = 2;
    private static final String UNCLEAN_ELECTION = "unclean.leader.election.enable";
    private static final long TIMEOUT_SECONDS = 15;

    private ClusterGuarantees() {}

    /**
     * @return one sentence per guarantee that the cluster does not give; empty when all is well
     * @throws ExecutionException if the cluster refuses to say
     * @throws TimeoutException if it does not answer within 15 s
     */
    public static List<String> violations(Admin admin)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<String> violations = new ArrayList<>();
        short transactionVersion = transactionVersion(admin);
        if (transactionVersion < TRANSACTION_VERSION) {
            violations.add(
                    "The cluster's feature transaction.version is " + transactionVersion + " and must be at least "
                            + TRANSACTION_VERSION + ": kafka-features.sh upgrade --feature transaction.version=2.");
        }
        for (Node node : admin.describeCluster().nodes().get(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            if (uncleanElection(admin, node)) {
                violations.add("Broker " + node.idString() + " has " + UNCLEAN_ELECTION
                        + "=true and must have false: it may lose acknowledged records.");
            }
        }
        return violations;
    }

    private static short transactionVersion(Admin admin)
            throws ExecutionException, InterruptedException, TimeoutException {
        FinalizedVersionRange range = admin.describeFeatures()
                .featureMetadata()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .finalizedFeatures()
                .get("transaction.version");
        return range == null ? 0 : range.maxVersionLevel();
    }

    private static boolean uncleanElection(Admin admin, Node node)
            throws ExecutionException, InterruptedException, TimeoutException {
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
        Map<ConfigResource, Config> configs =
                admin.describeConfigs(List.of(broker)).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        return configs.values().stream()
                .map(config -> config.get(UNCLEAN_ELECTION))
                .anyMatch(entry -> entry != null && Boolean.parseBoolean(entry.value()));
    }
}
