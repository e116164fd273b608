package io.cohortroi.runtime.connect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The connector's own jar as the build packs it: its package and its service file, nothing else. */
final class LeanJar {
    private static final String SERVICE = "META-INF/services/org.apache.kafka.connect.sink.SinkConnector";

    private LeanJar() {}

    /** Writes the jar into a folder of its own below {@code pluginPath}. */
    static void install(Path pluginPath) throws IOException {
        Path classes = Path.of("target", "classes");
        Path plugin = Files.createDirectories(pluginPath.resolve("cohort-roi-connect"));
        try (JarOutputStream jar =
                        new JarOutputStream(Files.newOutputStream(plugin.resolve("cohort-roi-connect.jar")));
                Stream<Path> tree = Files.walk(classes.resolve("io/cohortroi/connect"))) {
            add(jar, classes, classes.resolve(SERVICE));
            tree.filter(Files::isRegularFile).forEach(file -> add(jar, classes, file));
        }
    }

    private static void add(JarOutputStream jar, Path classes, Path file) {
        try {
            jar.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
            jar.write(Files.readAllBytes(file));
            jar.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
