package io.cohortroi.testing;

import io.cohortroi.runtime.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.UUID;

/**
 * One broker for all test classes of this JVM, started by the first that asks and stopped, with its files, at the JVM's end.
 * Tests keep out of each other's way by {@link #prefix()}: every call gives a prefix for topics, groups and application ids
 * that nobody else has.
 *
 * <pre>{@code
 * String prefix = TestBroker.prefix();
 * admin = Admin.create(Map.of("bootstrap.servers", TestBroker.bootstrap()));
 * }</pre>
 */
public final class TestBroker {

    private TestBroker() {}

    /** {@code 127.0.0.1:port} of the shared broker. */
    public static String bootstrap() {
        return Shared.BROKER.bootstrap();
    }

    /** A fresh prefix such as {@code t3f9c01ab2.}, legal in topic names. */
    public static String prefix() {
        return "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 9) + ".";
    }

    private static final class Shared {

        static final EmbeddedBroker BROKER = startUntilJvmEnds();

        private static EmbeddedBroker startUntilJvmEnds() {
            try {
                Path folder = Files.createTempDirectory("cohort-roi-test-broker");
                // A busy build machine may keep the broker from its heartbeat for long; nobody restarts it here.
                EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Config.of(folder, 0)
                        .withOverrides(Map.of("broker.session.timeout.ms", "60000")));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    broker.close();
                    delete(folder);
                }));
                return broker;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void delete(Path folder) {
            try {
                Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
            } catch (IOException e) {
                System.err.println("The test broker's folder " + folder + " was left behind: " + e);
            }
        }
    }
}
