package io.cohortroi.runtime.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.connect.JsonlSinkConnector;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.kafka.connect.runtime.isolation.PluginClassLoader;
import org.apache.kafka.connect.runtime.isolation.PluginDesc;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginDiscoveryTest {
    @TempDir
    Path pluginPath;

    @Test
    void shouldBeFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(SinkConnector.class).stream().map(ServiceLoader.Provider::type))
                .contains(JsonlSinkConnector.class);
    }

    @Test
    void shouldBeFoundByAWorkerInItsPluginPathAndLoadItsOwnClasses() throws Exception {
        LeanJar.install(pluginPath);
        Plugins plugins = new Plugins(Map.of("plugin.path", pluginPath.toString(), "plugin.discovery", "only_scan"));

        PluginDesc<SinkConnector> found = plugins.sinkConnectors().stream()
                .filter(plugin -> plugin.className().equals(JsonlSinkConnector.class.getName()))
                .filter(plugin -> plugin.location().contains("cohort-roi-connect"))
                .findFirst()
                .orElseThrow();
        SinkConnector connector = found.pluginClass().getDeclaredConstructor().newInstance();
        assertThat(connector.getClass().getClassLoader()).isInstanceOf(PluginClassLoader.class);
        assertThat(connector.taskClass().getClassLoader())
                .isSameAs(connector.getClass().getClassLoader());
        assertThat(connector.config().names()).contains("directory", "rotate.bytes");
    }

    @Test
    void shouldNeedNothingButTheConnectApiKafkaClientsAndSlf4j() throws Exception {
        LeanJar.install(pluginPath);
        List<URL> jars = Stream.concat(
                        Stream.of(pluginPath.resolve("cohort-roi-connect/cohort-roi-connect.jar")),
                        Stream.of(ChildJvm.libraries().split(File.pathSeparator, -1))
                                .map(Path::of)
                                .filter(jar -> jar.getFileName()
                                        .toString()
                                        .matches("(connect-api|kafka-clients|slf4j-api)-.*\\.jar")))
                .map(PluginDiscoveryTest::url)
                .toList();
        assertThat(jars).hasSize(4);
        try (URLClassLoader alone =
                new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            for (String name : List.of(
                    "io.cohortroi.connect.JsonlSinkConnector",
                    "io.cohortroi.connect.JsonlSinkTask",
                    "io.cohortroi.connect.file.PartitionWriter",
                    "io.cohortroi.connect.verify.TopicVerifier")) {
                Class<?> loaded = Class.forName(name, true, alone);
                assertThat(loaded.getClassLoader()).isSameAs(alone);
                assertThat(loaded.getDeclaredMethods()).isNotEmpty();
            }
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
