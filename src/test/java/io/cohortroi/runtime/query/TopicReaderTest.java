package io.cohortroi.runtime.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cohortroi.testing.Records;
import io.cohortroi.testing.TestBroker;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicReaderTest {
    /** A client that lost its place in a connection throws what is no Kafka exception; the reader's thread ended with it. */
    @Test
    void shouldBeginAgainAfterAnErrorThatIsNoneOfKafkas() throws Exception {
        String prefix = TestBroker.prefix();
        Map<String, Object> client = Map.of("bootstrap.servers", TestBroker.bootstrap());
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(new NewTopic(prefix + "read", Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
        Records.produce(TestBroker.bootstrap(), prefix + "read", List.of("one", "two"));
        FailingOnce sink = new FailingOnce();

        try (TopicReader reader = new TopicReader("reader", client, prefix, Set.of("read"), sink, Clock.systemUTC())) {
            reader.start();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() ->
                            assertThat(sink.told).containsExactly("restart", "broke off", "restart", "one", "two"));
        }
    }

    private static final class FailingOnce implements TopicReader.Sink {
        final List<String> told = new CopyOnWriteArrayList<>();

        @Override
        public void restart() {
            told.add("restart");
        }

        @Override
        public void apply(String topic, @Nullable String key, byte @Nullable [] value, TopicReader.Origin origin) {
            if (told.size() == 1) {
                throw new IllegalStateException("once");
            }
            told.add(new String(Objects.requireNonNull(value), StandardCharsets.UTF_8));
        }

        @Override
        public void roundDone(boolean caughtUp, Optional<Instant> lostSince) {}

        @Override
        public void brokeOff(Instant lastContact) {
            told.add("broke off");
        }
    }
}
