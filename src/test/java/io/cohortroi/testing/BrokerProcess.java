package io.cohortroi.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An embedded broker in a JVM of its own, to be treated badly: killed, paused, started again at the same port with the same
 * data. Several of them with one list of voters are a cluster; stop one at a time.
 *
 * <pre>{@code
 * try (BrokerProcess broker = BrokerProcess.single(folder)) {
 *     broker.start();
 *     broker.kill();
 *     broker.start();
 * }
 *
 * List<BrokerProcess> three = BrokerProcess.cluster(3, folder);
 * three.forEach(BrokerProcess::launch);
 * three.forEach(BrokerProcess::awaitReady);
 * }</pre>
 */
public final class BrokerProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private final Path folder;
    private final int port;
    private final int controllerPort;
    private final Map<String, String> overrides;
    private int proxiedPort;
    private @Nullable Process process;

    private BrokerProcess(Path folder, int port, int controllerPort, Map<String, String> overrides) {
        this.folder = folder;
        this.port = port;
        this.controllerPort = controllerPort;
        this.overrides = overrides;
    }

    /** One broker with its data and its output ({@code out.log}) in the folder. */
    public static BrokerProcess single(Path folder) {
        return new BrokerProcess(folder, freePort(), freePort(), Map.of());
    }

    /**
     * One broker with a second listener that tells its clients to come through a proxy: they bootstrap at the proxy's port
     * and stay on it, all others use {@link #bootstrap()}.
     */
    public static BrokerProcess behindProxy(Path folder, int proxyPort) {
        int port = freePort();
        int controllerPort = freePort();
        int proxied = freePort();
        Map<String, String> overrides = new TreeMap<>();
        overrides.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",PROXIED://127.0.0.1:" + proxied + ",CONTROLLER://127.0.0.1:"
                        + controllerPort);
        overrides.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port + ",PROXIED://127.0.0.1:" + proxyPort);
        overrides.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT");
        return new BrokerProcess(folder, port, controllerPort, overrides).withProxied(proxied);
    }

    private BrokerProcess withProxied(int listener) {
        proxiedPort = listener;
        return this;
    }

    /** Where the proxy has to connect to. */
    public int proxiedPort() {
        return proxiedPort;
    }

    /** Brokers 1 to n, every one a controller too, with replication factor and min ISR as n allows. */
    public static List<BrokerProcess> cluster(int n, Path folder) {
        List<Integer> controllerPorts = new ArrayList<>();
        List<String> voters = new ArrayList<>();
        for (int id = 1; id <= n; id++) {
            controllerPorts.add(freePort());
            voters.add(id + "@127.0.0.1:" + controllerPorts.get(id - 1));
        }
        String minIsr = String.valueOf(Math.max(1, n - 1));
        List<BrokerProcess> brokers = new ArrayList<>();
        for (int id = 1; id <= n; id++) {
            Map<String, String> overrides = new TreeMap<>();
            overrides.put("node.id", String.valueOf(id));
            overrides.put("controller.quorum.voters", String.join(",", voters));
            overrides.put("default.replication.factor", String.valueOf(n));
            overrides.put("min.insync.replicas", minIsr);
            overrides.put("offsets.topic.replication.factor", String.valueOf(n));
            overrides.put("transaction.state.log.replication.factor", String.valueOf(n));
            overrides.put("transaction.state.log.min.isr", minIsr);
            brokers.add(new BrokerProcess(
                    folder.resolve("broker-" + id), freePort(), controllerPorts.get(id - 1), overrides));
        }
        return List.copyOf(brokers);
    }

    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** Launches and waits until it is ready. */
    public void start() {
        launch();
        awaitReady();
    }

    /** Returns at once: brokers of a cluster are only ready together. */
    public void launch() {
        try {
            Files.createDirectories(folder);
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    BrokerProcessMain.class.getName(),
                    folder.resolve("data").toString(),
                    String.valueOf(port),
                    String.valueOf(controllerPort)));
            overrides.forEach((key, value) -> command.add(key + "=" + value));
            Files.deleteIfExists(log());
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log().toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void awaitReady() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!output().contains(BrokerProcessMain.READY)) {
            if (!running().isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError("the broker in " + folder + " did not get ready: " + output());
            }
            sleep();
        }
    }

    /** As if the power of this process were cut: SIGKILL. Returns when it is gone. */
    public void kill() {
        running().destroyForcibly();
        awaitEnd();
    }

    /** As Ctrl-C would: SIGTERM, shutdown hooks run. Returns when it is gone. */
    public void stop() {
        running().destroy();
        awaitEnd();
    }

    /** SIGSTOP: holds its connections and locks, answers nothing. */
    public void pause() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    /** What the process wrote, for a message. */
    public String output() {
        try {
            return Files.exists(log()) ? Files.readString(log(), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    public long pid() {
        return running().pid();
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("the broker in " + folder + " was never launched");
        }
        return process;
    }

    private void awaitEnd() {
        try {
            if (!running().waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the broker in " + folder + " did not end: " + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("kill -" + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path log() {
        return folder.resolve("out.log");
    }

    /** A port that nothing listens on right now. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
