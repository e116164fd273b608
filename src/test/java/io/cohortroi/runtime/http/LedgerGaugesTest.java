package io.cohortroi.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.CompactedViews;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerGaugesTest {

    @Test
    void shouldTellPrometheusHowTheRecordsOfEveryPartitionEnded() throws Exception {
        try (ServedCompany served = ServedCompany.full(Optional.empty())) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(served.get("/metrics").body())
                            .contains(
                                    "ledger_records{column=\"input\",partition=\"1\",topic=\"training-completions\"} 3310.0",
                                    "ledger_records{column=\"applied\",partition=\"1\",topic=\"training-completions\"} 3300.0",
                                    "ledger_records{column=\"duplicate\",partition=\"0\",topic=\"learners\"} 4.0",
                                    "ledger_records{column=\"superseded\",partition=\"0\",topic=\"learners\"} 3.0",
                                    "ledger_records{column=\"waiting\",partition=\"0\",topic=\"learners\"} 2.0",
                                    "ledger_records{column=\"dead_lettered\",partition=\"0\",topic=\"learners\"} 1.0",
                                    "ledger_unbalanced_partitions 0.0"));

            ObjectNode lossy = served.samples.ledger("learners", 0, 700).put("input", 711);
            served.publish(CompactedViews.CONSERVATION_LEDGER, "learners/0", lossy);

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(served.get("/metrics").body())
                            .contains(
                                    "ledger_unbalanced_partitions 1.0",
                                    "ledger_records{column=\"input\",partition=\"0\",topic=\"learners\"} 711.0"));
        }
    }
}
