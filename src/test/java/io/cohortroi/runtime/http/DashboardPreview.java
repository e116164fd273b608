package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.CompactedViews;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * The page over the sample company, with a change every second, for looking at it and for browser tests:
 * {@code main} prints the address and serves until standard input ends.
 */
final class DashboardPreview {
    private DashboardPreview() {}

    public static void main(String[] args) throws Exception {
        try (ServedCompany served = ServedCompany.full(Optional.empty())) {
            System.out.println("http://127.0.0.1:" + served.port() + "/");
            List<String> cohorts = List.of("cohort-001", "cohort-002", "cohort-003", "cohort-005");
            Map<String, ObjectNode> company = new SampleOutputs(20_251_020L).company();
            Random random = new Random(7);
            long applied = 3_000;
            while (System.in.available() == 0) {
                Thread.sleep(1_000);
                String id = cohorts.get(random.nextInt(cohorts.size()));
                ObjectNode cohort = Objects.requireNonNull(company.get(id)).deepCopy();
                cohort.put(
                        "mean_roi",
                        cohort.get("mean_roi").decimalValue().add(new BigDecimal(random.nextInt(5)).movePointLeft(2)));
                served.publish(CompactedViews.COHORT_METRICS, id, cohort);
                applied += random.nextInt(200);
                served.publish(
                        CompactedViews.CONSERVATION_LEDGER,
                        "training-completions/0",
                        served.samples.ledger("training-completions", 0, applied));
            }
        }
    }
}
