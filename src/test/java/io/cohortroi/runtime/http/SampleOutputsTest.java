package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.CompactedViews;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.query.LearnerIndex;
import io.cohortroi.testing.TopicContract;
import org.junit.jupiter.api.Test;

/** The samples that the server is tested with are what the contract says the topics hold. */
class SampleOutputsTest {
    private final SampleOutputs samples = new SampleOutputs(1);

    @Test
    void shouldConformToTheContract() {
        samples.company().values().forEach(metrics -> conforms(CompactedViews.COHORT_METRICS, metrics));
        conforms(CompactedViews.ROI_ALERTS, samples.alert("roi_variance", "cohort-004", "firing", "critical"));
        conforms(CompactedViews.CONSERVATION_LEDGER, samples.ledger("learners", 0, 700));
        conforms(CompactedViews.COHORT_INSIGHTS, samples.insights("cohort-004"));
        conforms(CompactedViews.CALIBRATION_REPORTS, samples.calibration("Power User"));
        conforms(CompactedViews.COST_RECONCILIATION, samples.reconciliation("wf-045"));
        conforms(LearnerIndex.LEARNER_PROFILES, samples.profile(3));
        conforms(LearnerIndex.ROI_RECORDS, samples.record(3, 1));
    }

    private static void conforms(String topic, ObjectNode value) {
        TopicContract.assertConforms(topic, Json.bytes(value));
    }
}
