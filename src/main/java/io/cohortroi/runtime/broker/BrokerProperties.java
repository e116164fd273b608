package io.cohortroi.runtime.broker;

import java.nio.file.Path;
import java.util.Properties;

/** What makes a Kafka server small, quick to return and safe for exactly-once on one machine. */
final class BrokerProperties {

    static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final String NODE_ID = "1";
    private static final int MIB = 1024 * 1024;

    private BrokerProperties() {}

    static Properties of(EmbeddedBroker.Config config, Path logFolder, int port, int controllerPort) {
        Properties p = new Properties();
        identity(p, logFolder, port, controllerPort);
        guarantees(p);
        quickReturn(p);
        boundedMemory(p);
        if (config.durable()) {
            p.put("log.flush.interval.messages", "1");
        }
        p.putAll(config.overrides());
        return p;
    }

    private static void identity(Properties p, Path logFolder, int port, int controllerPort) {
        String broker = "PLAINTEXT://" + EmbeddedBroker.HOST + ":" + port;
        String controller = EmbeddedBroker.HOST + ":" + controllerPort;
        p.put("process.roles", "broker,controller");
        p.put("node.id", NODE_ID);
        p.put("controller.quorum.voters", NODE_ID + "@" + controller);
        p.put("controller.listener.names", CONTROLLER_LISTENER);
        p.put("listeners", broker + "," + CONTROLLER_LISTENER + "://" + controller);
        p.put("advertised.listeners", broker);
        p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        p.put("log.dirs", logFolder.toString());
    }

    private static void guarantees(Properties p) {
        p.put("auto.create.topics.enable", "false");
        p.put("unclean.leader.election.enable", "false");
        p.put("offsets.topic.replication.factor", "1");
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.min.isr", "1");
        p.put("share.coordinator.state.topic.replication.factor", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
    }

    /** A killed broker is registered again once its old session has ended; groups and transactions likewise. */
    private static void quickReturn(Properties p) {
        p.put("broker.session.timeout.ms", "3000");
        p.put("broker.heartbeat.interval.ms", "500");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("group.min.session.timeout.ms", "1000");
        p.put("group.consumer.min.session.timeout.ms", "1000");
        p.put("group.consumer.min.heartbeat.interval.ms", "300");
        p.put("group.consumer.session.timeout.ms", "10000");
        p.put("group.consumer.heartbeat.interval.ms", "1000");
        p.put("group.streams.initial.rebalance.delay.ms", "0");
        p.put("group.streams.min.session.timeout.ms", "1000");
        p.put("group.streams.min.heartbeat.interval.ms", "300");
        p.put("group.streams.session.timeout.ms", "10000");
        p.put("group.streams.heartbeat.interval.ms", "1000");
        p.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    }

    private static void boundedMemory(Properties p) {
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "4");
        p.put("background.threads", "2");
        p.put("group.coordinator.threads", "1");
        p.put("remote.log.reader.threads", "1");
        p.put("offsets.topic.num.partitions", "6");
        p.put("transaction.state.log.num.partitions", "6");
        p.put("share.coordinator.state.topic.num.partitions", "2");
        p.put("log.cleaner.dedupe.buffer.size", String.valueOf(8 * MIB));
        p.put("log.segment.bytes", String.valueOf(64 * MIB));
        p.put("log.index.size.max.bytes", String.valueOf(MIB));
        p.put("offsets.topic.segment.bytes", String.valueOf(16 * MIB));
        p.put("transaction.state.log.segment.bytes", String.valueOf(16 * MIB));
        p.put("metadata.log.segment.bytes", String.valueOf(16 * MIB));
    }
}
