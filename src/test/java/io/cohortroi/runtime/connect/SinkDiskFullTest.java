package io.cohortroi.runtime.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.cohortroi.connect.file.FileContents;
import io.cohortroi.connect.file.LocalStorage;
import io.cohortroi.testing.Records;
import io.cohortroi.testing.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system of two megabytes that is really full, and is given room again. Needs the right to mount one. */
@Tag("faults")
class SinkDiskFullTest {
    @TempDir
    Path folder;

    private final String topic = TestBroker.prefix() + "roi-records";

    /** {@code mvn -Dexcluded.groups=none -Dgroups=faults -Dtest=SinkDiskFullTest test}. */
    @Test
    void shouldPauseOnAFullDiskAndHealAloneWhenThereIsRoom() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()))
                .as("a tmpfs can be mounted")
                .isZero();
        try {
            int filled = fillAndHeal(disk, 5);
            System.out.println("figure: disk full " + filled + " times under a running sink, healed alone and exact");
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private int fillAndHeal(Path disk, int fills) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestBroker.bootstrap()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        Path filler = disk.resolve("filler");
        StringBuilder expected = new StringBuilder();
        try (EmbeddedConnect connect =
                EmbeddedConnect.start(Map.of("bootstrap.servers", TestBroker.bootstrap()), connector(disk))) {
            for (int fill = 0; fill < fills; fill++) {
                fill(filler);
                int from = fill * 200;
                List<String> lines = IntStream.range(from, from + 200)
                        .mapToObj(n -> "{\"n\":" + n + ",\"text\":\"" + "x".repeat(500) + "\"}")
                        .toList();
                Records.produce(TestBroker.bootstrap(), topic, lines);
                lines.forEach(line -> expected.append(line).append('\n'));
                Thread.sleep(3_000);
                assertThat(connect.status().failure()).isNull();
                assertThat(connect.progress().isDrained(List.of(topic))).isFalse();
                Files.delete(filler);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> connect.progress().isDrained(List.of(topic)));
            }
        }
        assertThat(FileContents.verified(new LocalStorage(), disk)).isEqualTo(expected.toString());
        return fills;
    }

    private static void fill(Path filler) throws IOException {
        byte[] block = new byte[4_096];
        try (var output = Files.newOutputStream(filler)) {
            while (true) {
                output.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private Map<String, String> connector(Path disk) {
        return new HashMap<>(Map.of(
                "name", "sink-" + topic,
                "connector.class", "io.cohortroi.connect.JsonlSinkConnector",
                "tasks.max", "1",
                "topics", topic,
                "directory", disk.toString(),
                "rotate.lines", "150",
                "worker.reads.committed", "true"));
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
