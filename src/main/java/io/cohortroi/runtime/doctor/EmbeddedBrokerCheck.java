package io.cohortroi.runtime.doctor;

import io.cohortroi.runtime.broker.BrokerStartException;
import io.cohortroi.runtime.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whether the broker that {@code demo} and {@code analyze} start in their own process starts here: a real one, for a moment. */
final class EmbeddedBrokerCheck {

    private EmbeddedBrokerCheck() {}

    /** @param parent where a folder is made for it, and removed again */
    static Check of(Path parent) {
        Path folder =
                parent.resolve("cohort-roi-doctor-" + ProcessHandle.current().pid());
        long startedNs = System.nanoTime();
        try (EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Config.of(folder, 0))) {
            long tookMs = (System.nanoTime() - startedNs) / 1_000_000;
            return Check.ok(
                    "broker", "a broker of our own was ready at " + broker.bootstrap() + " in " + tookMs + " ms");
        } catch (BrokerStartException e) {
            return Check.fail(
                    "broker", String.valueOf(e.getMessage()), "Without it demo and analyze cannot run; run can.");
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the check's folder " + folder + " was left behind", e);
        }
    }
}
