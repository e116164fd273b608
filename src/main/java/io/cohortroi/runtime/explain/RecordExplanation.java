package io.cohortroi.runtime.explain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.domain.roi.Place;
import io.cohortroi.domain.roi.ValuationPolicy;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.query.RoiExplanation;
import io.cohortroi.topology.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Explains ROI records, one or all. */
public final class RecordExplanation {
    private static final List<String> ROI_RECORDS = List.of(Topics.ROI_RECORDS);

    private final RecordLog log;
    private final ValuationPolicy policy;

    /** @param policy as the stream values with */
    public RecordExplanation(RecordLog log, ValuationPolicy policy) {
        this.log = log;
        this.policy = policy;
    }

    /**
     * How all final records came out.
     *
     * @param identical the same bytes again
     * @param different other bytes, or a step that does not agree
     * @param unsourced that cannot be made again, because a source is no longer kept
     * @param firstDifferent ids of some that differ
     */
    public record Tally(long identical, long different, long unsourced, List<String> firstDifferent) {
        public Tally {
            firstDifferent = List.copyOf(firstDifferent);
        }
    }

    /**
     * One record with its inputs, steps and the comparison: {@code {"record", "place", "inputs": [{"what", "topic",
     * "partition", "offset", "value"}], "steps", "agrees", "identical"}}. {@code identical} is null when a source is no
     * longer kept.
     *
     * @param id {@code LEARNER/COMPLETION} for the final record, or a place as {@link RecordLog#placeOf} names it
     * @return empty when there is no such record
     */
    public Optional<ObjectNode> explain(String id) throws IOException {
        ConsumerRecord<byte[], byte[]> stored = find(id);
        if (stored == null) {
            return Optional.empty();
        }
        ObjectNode record = Json.parseObject(stored.value());
        Sources sources = Sources.read(log, Recomputation.places(record));
        Recomputation recomputation = new Recomputation(record, sources, policy);
        Boolean identical = recomputation
                .recompute()
                .map(bytes -> Arrays.equals(bytes, stored.value()))
                .orElse(null);
        ObjectNode answer = Json.object();
        answer.set("record", record);
        answer.put("place", log.placeOf(stored));
        ArrayNode inputs = answer.putArray("inputs");
        for (Recomputation.Input input : recomputation.inputs()) {
            ObjectNode node = inputs.addObject().put("what", input.what());
            node.put("topic", input.place().topic())
                    .put("partition", input.place().partition())
                    .put("offset", input.place().offset());
            node.set("value", input.value());
        }
        ObjectNode explanation = RoiExplanation.of(record);
        answer.set("steps", explanation.get("steps"));
        answer.set("agrees", explanation.get("agrees"));
        return Optional.of(answer.put("identical", identical));
    }

    /** Makes every final record of learners who were not erased again. Needs memory for all of them and their sources. */
    public Tally explainAll() throws IOException {
        Map<String, ConsumerRecord<byte[], byte[]>> finals = new HashMap<>();
        log.read(ROI_RECORDS, (topic, stored) -> {
            if (stored.value() == null) {
                String start = text(stored.key()) + "/";
                finals.keySet().removeIf(id -> id.startsWith(start));
            } else {
                finals.put(idOf(stored), stored);
            }
        });
        Set<Place> places = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> stored : finals.values()) {
            places.addAll(Recomputation.places(Json.parseObject(stored.value())));
        }
        Sources sources = Sources.read(log, places);
        long identical = 0;
        long unsourced = 0;
        List<String> different = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> stored : finals.values()) {
            ObjectNode record = Json.parseObject(stored.value());
            Optional<byte[]> again = new Recomputation(record, sources, policy).recompute();
            boolean agrees = RoiExplanation.of(record).path("agrees").asBoolean();
            if (!agrees || (again.isPresent() && !Arrays.equals(again.get(), stored.value()))) {
                different.add(idOf(stored));
            } else if (again.isEmpty()) {
                unsourced++;
            } else {
                identical++;
            }
        }
        different.sort(null);
        return new Tally(identical, different.size(), unsourced, different.subList(0, Math.min(10, different.size())));
    }

    private @Nullable ConsumerRecord<byte[], byte[]> find(String id) throws IOException {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>(1);
        log.read(ROI_RECORDS, (topic, stored) -> {
            if (stored.value() == null) {
                found.removeIf(known -> Arrays.equals(known.key(), stored.key()));
            } else if (id.equals(log.placeOf(stored))
                    || (id.startsWith(text(stored.key()) + "/") && id.equals(idOf(stored)))) {
                found.clear();
                found.add(stored);
            }
        });
        return found.isEmpty() ? null : found.get(0);
    }

    /** Versions of one completion are written in their order, so the last of an id is the final one. */
    private static String idOf(ConsumerRecord<byte[], byte[]> stored) throws IOException {
        return text(stored.key()) + "/"
                + Json.parseObject(stored.value()).path("completion_id").asText();
    }

    private static String text(byte @Nullable [] key) {
        return key == null ? "" : new String(key, StandardCharsets.UTF_8);
    }
}
