package io.cohortroi.runtime.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker and its controller inside this process, reachable from this machine only. A folder given again has the
 * topics, records, offsets and transactions of the last run, also after {@code kill -9}.
 *
 * <p><b>Power loss.</b> By default an acknowledged record is in the operating system's memory and reaches the disk a little
 * later: it survives the death of the process, not the loss of power, as with any single Kafka broker (Kafka's durability is
 * replication). With {@link Config#durable()} every append is flushed to disk before it is acknowledged; nothing acknowledged
 * is lost then, and a write costs a disk flush.
 */
public final class EmbeddedBroker implements AutoCloseable {

    static final String HOST = "127.0.0.1";

    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
    // The same for every folder, so that processes started with the same voters form one cluster.
    private static final String CLUSTER_ID = "cohort-roi-embedded-01";
    private static final int SHUTDOWN_LIMIT_MS = 20_000;

    private final KafkaRaftServer server;
    private final DataFolderLock lock;
    private final DiskReserve reserve;
    private final int port;

    private EmbeddedBroker(KafkaRaftServer server, DataFolderLock lock, DiskReserve reserve, int port) {
        this.server = server;
        this.lock = lock;
        this.reserve = reserve;
        this.port = port;
    }

    /**
     * @param dataFolder created when missing; owned by one broker at a time
     * @param port for clients, on 127.0.0.1; 0 picks a free one
     * @param controllerPort for the controller's own log, on 127.0.0.1; 0 picks a free one
     * @param durable flush every append to disk before acknowledging it
     * @param overrides Kafka server settings that win over ours
     */
    public record Config(
            Path dataFolder, int port, int controllerPort, boolean durable, Map<String, String> overrides) {

        public Config {
            dataFolder = dataFolder.toAbsolutePath().normalize();
            overrides = Map.copyOf(overrides);
            // Kafka reads the folder from a comma separated list.
            if (dataFolder.toString().indexOf(',') >= 0) {
                throw new BrokerStartException("The data folder " + dataFolder
                        + " has a comma in its name, which Kafka cannot use. Choose another folder.");
            }
        }

        /** The defaults: any free controller port, not durable, nothing overridden. */
        public static Config of(Path dataFolder, int port) {
            return new Config(dataFolder, port, 0, false, Map.of());
        }

        public Config withDurable(boolean flushEveryAppend) {
            return new Config(dataFolder, port, controllerPort, flushEveryAppend, overrides);
        }

        public Config withOverrides(Map<String, String> settings) {
            return new Config(dataFolder, port, controllerPort, durable, settings);
        }
    }

    /**
     * Returns when clients can produce and consume, about two seconds later; about five in a folder whose last owner was
     * killed.
     *
     * @throws BrokerStartException if the folder cannot be written or is in use, a port is taken, the data was written by a
     *     newer Kafka or is damaged, its disk is full, or the broker does not give the guarantees of {@link ClusterGuarantees}
     */
    public static EmbeddedBroker start(Config config) {
        long startedNs = System.nanoTime();
        DataFolderLock lock = DataFolderLock.acquire(config.dataFolder());
        KafkaRaftServer server = null;
        DiskReserve reserve = null;
        Locale locale = Locale.getDefault();
        try {
            reserve = DiskReserve.watch(config.dataFolder());
            int port = LoopbackPort.probe(config.port(), "Kafka");
            int controllerPort = LoopbackPort.probe(config.controllerPort(), "Kafka controller");
            Path logFolder = config.dataFolder().resolve("log");
            Properties properties = BrokerProperties.of(config, logFolder, port, controllerPort);
            format(logFolder, properties);
            // Kafka upper-cases names of its own in the language of the machine: in Turkish it knows no group type
            // CLASSİC.
            Locale.setDefault(Locale.ROOT);
            server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
            server.startup();
            EmbeddedBroker broker = new EmbeddedBroker(server, lock, reserve, port);
            broker.assertGuarantees();
            log.info(
                    "Embedded Kafka ready at {} in {} ms, data in {}",
                    broker.bootstrap(),
                    (System.nanoTime() - startedNs) / 1_000_000,
                    config.dataFolder());
            return broker;
        } catch (Exception e) {
            stopQuietly(server);
            if (reserve != null) {
                reserve.close();
            }
            release(lock);
            throw e instanceof BrokerStartException known ? known : failed(config, e);
        } finally {
            Locale.setDefault(locale);
        }
    }

    /** Where clients connect: {@code 127.0.0.1:port}. */
    public String bootstrap() {
        return HOST + ":" + port;
    }

    /** Broker first, then controller, then the folder's lock. Returns within seconds; clients should be closed before. */
    @Override
    public void close() {
        Thread stopper = new Thread(() -> stopQuietly(server), "embedded-broker-stop");
        stopper.setDaemon(true);
        stopper.start();
        try {
            stopper.join(SHUTDOWN_LIMIT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reserve.close();
        if (stopper.isAlive()) {
            // Still writing: the lock goes with the process, not before.
            log.warn("Embedded Kafka did not stop within {} ms", SHUTDOWN_LIMIT_MS);
        } else {
            release(lock);
        }
    }

    private static void format(Path logFolder, Properties properties) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(Integer.parseInt(properties.getProperty("node.id")))
                .setClusterId(CLUSTER_ID)
                .addDirectory(logFolder.toString())
                .setMetadataLogDirectory(logFolder.toString())
                .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setIgnoreFormatted(true)
                .run();
    }

    private void assertGuarantees() throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap()))) {
            List<String> violations = ClusterGuarantees.violations(admin);
            if (!violations.isEmpty()) {
                throw new BrokerStartException(String.join(" ", violations));
            }
        }
    }

    private static void stopQuietly(@Nullable KafkaRaftServer server) {
        if (server == null) {
            return;
        }
        try {
            server.shutdown();
            server.awaitShutdown();
        } catch (RuntimeException e) {
            log.warn("Embedded Kafka stopped with an error", e);
        }
    }

    private static void release(DataFolderLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            log.warn("The data folder's lock was not released cleanly", e);
        }
    }

    private static BrokerStartException failed(Config config, Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new BrokerStartException(
                "The embedded broker did not start from " + config.dataFolder() + ": " + e.getMessage(), e);
    }
}
