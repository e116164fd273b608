package io.cohortroi.runtime.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.cli.CalibrateCommand;
import io.cohortroi.runtime.cli.ReconcileCommand;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.importer.EventProducer;
import io.cohortroi.runtime.importer.ImportedEvent;
import io.cohortroi.runtime.topics.ProgramTopics;
import io.cohortroi.testing.TestBroker;
import io.cohortroi.testing.TopicContract;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The same reviews over the topics of a cluster. */
class ClusterReviewTest {
    private final Map<String, Object> client = Map.of("bootstrap.servers", TestBroker.bootstrap());
    private final String prefix = TestBroker.prefix();
    private final StringWriter out = new StringWriter();
    private Settings settings;

    @BeforeEach
    void create() {
        settings = Settings.of(
                Optional.empty(), Map.of(), Map.of("bootstrap.servers", TestBroker.bootstrap(), "prefix", prefix));
        try (Admin admin = Admin.create(client)) {
            ProgramTopics.require(admin, settings);
        }
    }

    private void send(String topic, String key, String jsonWithSingleQuotes) {
        try (EventProducer producer = new EventProducer(client, prefix)) {
            producer.send(new ImportedEvent(topic, key, jsonWithSingleQuotes.replace('\'', '"'), Instant.EPOCH));
            producer.flush();
        }
    }

    private int run(Object command, String... args) {
        String[] all = new String[args.length + 4];
        System.arraycopy(args, 0, all, 0, args.length);
        all[args.length] = "--set";
        all[args.length + 1] = "bootstrap.servers=" + TestBroker.bootstrap();
        all[args.length + 2] = "--set";
        all[args.length + 3] = "prefix=" + prefix;
        return new CommandLine(command).setOut(new PrintWriter(out, true)).execute(all);
    }

    private Map<String, ObjectNode> baselines() throws Exception {
        return new ClusterResults(settings.kafka()).latest("archetype-baselines");
    }

    @Test
    void shouldApplyARecommendationOnce() throws Exception {
        send(
                "calibration-reports",
                "Generalist",
                "{'archetype':'Generalist','baseline_version':0,'predicted':1,'actual':1.4,'variance_pct':40,'n':40,"
                        + "'ci_low':1.3,'ci_high':1.5,'verdict':'drifted','recommended':1.25,'reason':'Because.',"
                        + "'updated_at':'2025-01-10T00:00:00Z'}");

        assertThat(run(apply(), "--dry-run")).isZero();
        assertThat(baselines()).isEmpty();
        assertThat(run(apply())).isZero();

        // a transaction is committed a moment before its records can be read
        Map<String, ObjectNode> written = Awaitility.await().until(this::baselines, found -> !found.isEmpty());
        assertThat(written).containsOnlyKeys("Generalist@1");
        ObjectNode value = written.get("Generalist@1");
        TopicContract.assertConforms("archetype-baselines", value.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(value.toString())
                .isEqualTo(
                        "{\"archetype\":\"Generalist\",\"roi_multiplier\":1.25,\"source\":\"calibrated\",\"version\":1,"
                                + "\"effective_at\":\"2025-01-10T00:00:00Z\",\"evidence\":{\"n\":40,\"actual_roi\":1.4,"
                                + "\"previous_roi_multiplier\":1,\"reason\":\"Because.\"}}");

        assertThat(run(apply())).isZero();
        assertThat(baselines()).isEqualTo(written);
        assertThat(out.toString())
                .contains("Would write Generalist@1: 1.25 from 2025-01-10T00:00:00Z on. Because.")
                .contains("Wrote Generalist@1: 1.25")
                .contains("Nothing to apply: no report recommends a step from the newest baseline.");
    }

    @Test
    void shouldReconcileWithTheLedgerTopic() {
        send(
                "roi-records",
                "L1",
                "{'timestamp':'2025-01-15T00:00:00Z','learner_id':'L1','archetype':'Generalist','workflow_id':'wf-1',"
                        + "'cost':10210,'roi_multiplier':1,'completion_id':'C1','kind':'completed','record_version':0,"
                        + "'baseline_roi':1,'baseline_version':0}");
        send(
                "roi-records",
                "L1",
                "{'timestamp':'2025-02-15T00:00:00Z','learner_id':'L1','archetype':'Generalist','workflow_id':'wf-1',"
                        + "'cost':0,'roi_multiplier':null,'completion_id':'C2','kind':'completed','record_version':0,"
                        + "'baseline_roi':1,'baseline_version':0}");
        String entry = "{'entry_id':'%s','workflow_id':'wf-1','period':'2025-01','category':'delivery','amount':%s,"
                + "'currency':'EUR'}";
        send("finance-ledger", "wf-1", String.format(java.util.Locale.ROOT, entry, "E1", "10000"));
        assertThat(run(new ReconcileCommand(), "--json")).isEqualTo(1);
        assertThat(out.toString()).contains("\"variance_pct\":2.1,\"closed\":true,\"status\":\"differs\"");

        send("finance-ledger", "wf-1", String.format(java.util.Locale.ROOT, entry, "E2", "200"));
        assertThat(run(new ReconcileCommand())).isZero();
    }

    private static Object apply() {
        return new CommandLine(new CalibrateCommand())
                .getSubcommands()
                .get("apply")
                .getCommand();
    }
}
