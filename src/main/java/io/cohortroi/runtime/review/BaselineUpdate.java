package io.cohortroi.runtime.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.config.KafkaSettings;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.topology.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A new version of an archetype's baseline, as a report of {@code calibration-reports} recommends it.
 *
 * @param key {@code Power User@2}
 */
public record BaselineUpdate(String key, ObjectNode value) {

    /**
     * One for every report with a recommendation that rests on the newest version: a report that an applied version has
     * overtaken is left alone, so that applying twice changes nothing more.
     *
     * @param effectiveAt from when on, or null for the newest event time that the report rests on
     */
    public static List<BaselineUpdate> recommended(Results results, @Nullable Instant effectiveAt) throws IOException {
        Map<String, Integer> newest = new HashMap<>();
        for (ObjectNode baseline : results.latest(Topics.BASELINES).values()) {
            newest.merge(
                    baseline.path("archetype").asText(),
                    baseline.path("version").asInt(1),
                    Math::max);
        }
        List<BaselineUpdate> updates = new ArrayList<>();
        for (ObjectNode report : results.latest(Topics.CALIBRATION_REPORTS).values()) {
            String archetype = report.path("archetype").asText();
            int version = newest.getOrDefault(archetype, 0);
            if (report.path("recommended").isNumber()
                    && report.path("baseline_version").asInt() == version) {
                updates.add(of(report, archetype, version + 1, effectiveAt));
            }
        }
        return updates;
    }

    private static BaselineUpdate of(ObjectNode report, String archetype, int version, @Nullable Instant effectiveAt) {
        ObjectNode value = Json.object();
        value.put("archetype", archetype);
        value.set("roi_multiplier", report.path("recommended"));
        value.put("source", "calibrated").put("version", version);
        value.put(
                "effective_at", effectiveAt == null ? report.path("updated_at").asText() : effectiveAt.toString());
        ObjectNode evidence = value.putObject("evidence");
        evidence.set("n", report.path("n"));
        evidence.set("actual_roi", report.path("actual"));
        evidence.set("previous_roi_multiplier", report.path("predicted"));
        evidence.set("reason", report.path("reason"));
        return new BaselineUpdate(archetype + "@" + version, value);
    }

    /** Writes all of them, or none that anybody reads: in one transaction. */
    public static void publish(List<BaselineUpdate> updates, KafkaSettings kafka) throws IOException {
        Map<String, Object> config = new HashMap<>(kafka.clientProperties());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, kafka.prefix() + "cohort-roi-calibrate");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            List<Future<?>> sent = new ArrayList<>();
            for (BaselineUpdate update : updates) {
                sent.add(producer.send(new ProducerRecord<>(
                        kafka.prefix() + Topics.BASELINES,
                        update.key.getBytes(StandardCharsets.UTF_8),
                        Json.bytes(update.value))));
            }
            producer.flush();
            for (Future<?> each : sent) {
                each.get();
            }
            producer.commitTransaction();
        } catch (ExecutionException e) {
            throw new IOException("the baselines were not written: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the baselines were written", e);
        }
    }
}
