package io.cohortroi.runtime.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.testing.Records;
import io.cohortroi.testing.TestBroker;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class RecordFetcherTest {
    private final Map<String, Object> client = Map.of("bootstrap.servers", TestBroker.bootstrap());
    private final String prefix = TestBroker.prefix();

    @Test
    void shouldFetchTheRecordOfAPlaceAndNoOther() throws Exception {
        String topic = prefix + "values";
        try (Admin admin = Admin.create(client);
                RecordFetcher fetcher = new RecordFetcher(client, prefix)) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            Records.produce(TestBroker.bootstrap(), topic, List.of("{\"n\":0}", "no object", "{\"n\":2}"));
            Records.produceAborted(TestBroker.bootstrap(), topic, List.of("{\"n\":3}"));
            Records.produce(TestBroker.bootstrap(), topic, List.of("{\"n\":5}"));

            assertThat(fetcher.fetch("values", 0, 2).orElseThrow().toString()).isEqualTo("{\"n\":2}");
            assertThat(fetcher.fetch("values", 0, 0).orElseThrow().toString()).isEqualTo("{\"n\":0}");
            assertThat(fetcher.fetch("values", 0, 2))
                    .containsSame(fetcher.fetch("values", 0, 2).orElseThrow());
            assertThat(fetcher.fetch("values", 0, 1)).as("not an object").isEmpty();
            assertThat(fetcher.fetch("values", 0, 3)).as("aborted").isEmpty();
        }
    }
}
