package io.cohortroi.runtime.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.config.SettingsException;
import io.cohortroi.runtime.query.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryPartsTest {
    private static final Instant NOW = Instant.parse("2025-10-22T10:00:00Z");

    @TempDir
    Path folder;

    @Test
    void shouldWaitTwiceAsLongEachTimeUpToALimitAndRepeatableFromItsSeed() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), 1);
        Backoff same = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), 1);
        for (long full : new long[] {1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000}) {
            Duration wait = backoff.next();
            assertThat(wait).isBetween(Duration.ofMillis(full / 2), Duration.ofMillis(full));
            assertThat(same.next()).isEqualTo(wait);
        }
        backoff.succeeded();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.next()).isPositive();
        }
    }

    @Test
    void shouldHoldWhatAllMatchersMatchUntilItsTime() {
        Silences silences = new Silences();
        ObjectNode alert = WebhookForwarderTest.alert("cohort-001", "firing", 30);
        assertThat(silences.hold(alert, NOW)).isFalse();

        assertThat(silences.apply("s-1", silence("{\"label\":\"rule\",\"equals\":\"roi_variance\"}")))
                .isEmpty();
        assertThat(silences.hold(alert, NOW)).isTrue();
        assertThat(silences.hold(alert, Instant.parse("2025-10-22T12:00:00Z")))
                .as("at until")
                .isFalse();

        silences.apply(
                "s-1",
                silence("{\"label\":\"rule\",\"equals\":\"roi_variance\"},{\"label\":\"subject\",\"equals\":\"x\"}"));
        assertThat(silences.hold(alert, NOW)).isFalse();

        silences.apply(
                "s-2", silence("{\"fingerprint\":\"" + alert.path("fingerprint").asText() + "\"}"));
        assertThat(silences.hold(alert, NOW)).isTrue();
        silences.apply("s-2", null);
        assertThat(silences.hold(alert, NOW)).isFalse();
    }

    @Test
    void shouldIgnoreASilenceThatCannotBeRead() {
        Silences silences = new Silences();
        silences.apply("s-1", silence("{\"label\":\"rule\",\"equals\":\"roi_variance\"}"));

        for (String wrong : List.of(
                "no json", "{}", "{\"until\":\"soon\"}", "{\"until\":\"2025-10-22T12:00:00Z\",\"matchers\":[]}")) {
            assertThat(silences.apply("s-1", wrong.getBytes(StandardCharsets.UTF_8)))
                    .as(wrong)
                    .isPresent();
        }
        assertThat(silences.hold(WebhookForwarderTest.alert("c", "firing", 1), NOW))
                .isTrue();
    }

    @Test
    void shouldStoreWhatIsHeldBackBesideThePosition() {
        TopicPartition partition = new TopicPartition("roi-alerts", 0);
        HeldBack held = new HeldBack();
        held.put(new Delivery(partition, "b", WebhookForwarderTest.alert("c", "firing", 1), 7, false));
        held.put(new Delivery(partition, "a", WebhookForwarderTest.alert("d", "firing", 1), 8, false));

        HeldBack.Stored stored = HeldBack.Stored.of(held.metadata(partition));

        assertThat(stored.holds("a")).isTrue();
        assertThat(stored.holds("c")).isFalse();
        assertThat(HeldBack.Stored.of("").isEmpty()).isTrue();
        assertThat(held.released(new Silences(), NOW))
                .extracting(Delivery::nextOffset)
                .containsExactly(8L, 7L);
        for (int i = 0; i < 201; i++) {
            held.put(new Delivery(partition, "more-" + i, Json.object(), 9, false));
        }
        assertThat(held.metadata(partition)).isEqualTo("*");
        assertThat(HeldBack.Stored.of("*").holds("anything")).isTrue();
        held.forget(partition);
        assertThat(held.metadata(partition)).isEmpty();
    }

    @Test
    void shouldReadReceiversWithTheirSecretsFromFiles() throws IOException {
        Files.writeString(folder.resolve("token"), "tok-very-secret\n");
        Files.writeString(folder.resolve("address"), "https://chat.example/hooks/very-secret\n");

        List<Receiver> receivers = ReceiversFile.read(file("""
                {"receivers": [
                  {"name": "chat", "url_file": "address", "bearer_token_file": "token", "rules": ["roi_variance"],
                   "severities": ["critical"], "subjects": ["cohort-001"], "timeout_ms": 500},
                  {"name": "all", "url": "http://localhost:1/hook"}
                ]}
                """));

        Receiver chat = receivers.get(0);
        assertThat(chat.uri()).hasToString("https://chat.example/hooks/very-secret");
        assertThat(chat.timeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(chat.accepts(WebhookForwarderTest.alert("cohort-001", "firing", 1)))
                .isTrue();
        assertThat(chat.accepts(WebhookForwarderTest.alert("cohort-002", "firing", 1)))
                .isFalse();
        assertThat(chat.accepts(WebhookForwarderTest.alert("cohort-001", "pending", 1)))
                .isFalse();
        assertThat(chat.toString()).doesNotContain("very-secret");
        assertThat(receivers.get(1)).isEqualTo(Receiver.of("all", "http://localhost:1/hook"));
    }

    @Test
    void shouldSayWhatIsWrongWithAReceiversFile() throws IOException {
        refused("[]", "cannot be read as a JSON object");
        refused("{}", "needs a list \"receivers\"");
        refused("{\"receivers\":[{\"name\":\"a b\",\"url\":\"http://h/\"}]}", "found a b");
        refused(
                "{\"receivers\":[{\"name\":\"a\",\"url\":\"ftp://very-secret/\"}]}",
                "must be an http or https address");
        refused("{\"receivers\":[{\"name\":\"a\"}]}", "either url or url_file");
        refused("{\"receivers\":[{\"name\":\"a\",\"url_file\":\"gone\"}]}", "names gone, which cannot be read");
        refused("{\"receivers\":[{\"name\":\"a\",\"url\":\"http://h/\",\"urll\":1}]}", "unknown field urll");
        refused(
                "{\"receivers\":[{\"name\":\"a\",\"url\":\"http://h/\",\"rules\":\"x\"}]}",
                "rules of receiver a must be a list");
        refused("{\"receivers\":[{\"name\":\"a\",\"url\":\"http://h/\",\"timeout_ms\":0}]}", "must be positive");
        refused(
                "{\"receivers\":[{\"name\":\"a\",\"url\":\"http://h/\"},{\"name\":\"a\",\"url\":\"http://h/\"}]}",
                "two receivers are named a");
    }

    private void refused(String document, String reason) throws IOException {
        Path file = file(document);
        assertThatThrownBy(() -> ReceiversFile.read(file))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("very-secret");
    }

    private Path file(String document) throws IOException {
        return Files.writeString(folder.resolve("receivers.json"), document);
    }

    private static byte[] silence(String matchers) {
        return ("{\"silence_id\":\"s\",\"until\":\"2025-10-22T14:00:00+02:00\",\"comment\":\"c\",\"matchers\":["
                        + matchers + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
