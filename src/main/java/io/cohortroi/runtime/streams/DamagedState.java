package io.cohortroi.runtime.streams;

import io.cohortroi.runtime.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * State on disk that cannot be opened: torn, damaged or robbed. It is a copy of what the changelogs hold, so it is thrown
 * away and restored. The identity of the process stays, and with it its transactional ids.
 */
final class DamagedState {
    private static final Logger log = LoggerFactory.getLogger(DamagedState.class);

    private DamagedState() {}

    /** Deletes the folders of all tasks; nobody may have them open. */
    static void throwAway(Settings settings, Exception why) {
        Path folder = settings.streams().stateDir().resolve(settings.kafka().prefix() + StreamEngine.APPLICATION);
        log.error("The state in {} cannot be opened; it is thrown away and restored from the changelogs.", folder, why);
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path task : entries.filter(Files::isDirectory).toList()) {
                delete(task);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path task) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(task)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
