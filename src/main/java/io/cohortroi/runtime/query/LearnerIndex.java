package io.cohortroi.runtime.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learners and what their trainings earned, from {@code learner-profiles} and {@code roi-records}: one row per learner
 * and a short row per completion, about 1 KB and 150 bytes of memory each. An erased learner is gone from both at once.
 */
public final class LearnerIndex implements AutoCloseable {
    public static final String LEARNER_PROFILES = "learner-profiles";
    public static final String ROI_RECORDS = "roi-records";

    private static final Logger LOG = LoggerFactory.getLogger(LearnerIndex.class);

    private final NavigableMap<String, ObjectNode> profiles = new ConcurrentSkipListMap<>();
    private final Map<String, Map<String, RoiRow>> records = new ConcurrentHashMap<>();
    private final TopicReader reader;
    private volatile boolean caughtUp;

    public LearnerIndex(Map<String, ?> clientConfig, String prefix, Clock clock) {
        Set<String> topics = Set.of(LEARNER_PROFILES, ROI_RECORDS);
        this.reader = new TopicReader("learner-index", clientConfig, prefix, topics, new Rows(), clock);
    }

    public void start() {
        reader.start();
    }

    /** Whether everything that was in the topics at the start has been read; before that a missing learner says nothing. */
    public boolean caughtUp() {
        return caughtUp;
    }

    public Optional<LearnerRow> find(String learnerId) {
        return Optional.ofNullable(profiles.get(learnerId)).map(profile -> row(learnerId, profile));
    }

    /** All learners in the order of their ids; each is read when the stream comes to it. */
    public Stream<LearnerRow> all() {
        return profiles.entrySet().stream().map(entry -> row(entry.getKey(), entry.getValue()));
    }

    public int size() {
        return profiles.size();
    }

    /** The final ROI records of one learner, newest first. */
    public List<RoiRow> records(String learnerId) {
        return rows(learnerId).stream()
                .sorted(Comparator.comparing(RoiRow::timestamp).reversed().thenComparing(RoiRow::completionId))
                .toList();
    }

    public Optional<RoiRow> record(String learnerId, String completionId) {
        return Optional.ofNullable(records.getOrDefault(learnerId, Map.of()).get(completionId));
    }

    @Override
    public void close() {
        reader.close();
    }

    private Collection<RoiRow> rows(String learnerId) {
        return records.getOrDefault(learnerId, Map.of()).values();
    }

    private LearnerRow row(String learnerId, ObjectNode profile) {
        int completions = 0;
        int rated = 0;
        double sum = 0;
        for (RoiRow row : rows(learnerId)) {
            completions += row.voided() ? 0 : 1;
            if (!Double.isNaN(row.multiplier())) {
                rated++;
                sum += row.multiplier();
            }
        }
        return new LearnerRow(
                learnerId, profile, completions, rated == 0 ? Optional.empty() : Optional.of(sum / rated));
    }

    private final class Rows implements TopicReader.Sink {
        @Override
        public void restart() {
            caughtUp = false;
            profiles.clear();
            records.clear();
        }

        @Override
        public void apply(String topic, @Nullable String key, byte @Nullable [] value, TopicReader.Origin origin) {
            if (key == null) {
                return;
            }
            try {
                if (topic.equals(LEARNER_PROFILES)) {
                    profile(key, value);
                } else {
                    record(key, value, origin);
                }
            } catch (IOException | DateTimeParseException e) {
                LOG.warn(
                        "a value of {} is not readable and was left out: {}",
                        topic,
                        e.getClass().getSimpleName());
            }
        }

        private void profile(String key, byte @Nullable [] value) throws IOException {
            if (value == null) {
                profiles.remove(key);
            } else {
                profiles.put(key, Json.parseObject(value));
            }
        }

        private void record(String key, byte @Nullable [] value, TopicReader.Origin origin) throws IOException {
            if (value == null) {
                records.remove(key);
                return;
            }
            ObjectNode record = Json.parseObject(value);
            JsonNode multiplier = record.path("roi_multiplier");
            RoiRow row = new RoiRow(
                    record.path("completion_id").asText(),
                    record.path("workflow_id").asText().intern(),
                    Instant.parse(record.path("timestamp").asText()),
                    multiplier.isNumber() ? multiplier.doubleValue() : Double.NaN,
                    record.path("kind").asText().equals("voided"),
                    record.path("record_version").asInt(),
                    origin.partition(),
                    origin.offset());
            records.computeIfAbsent(key, learner -> new ConcurrentHashMap<>())
                    .merge(row.completionId(), row, (old, next) -> next.replaces(old) ? next : old);
        }

        @Override
        public void roundDone(boolean readThrough, Optional<Instant> lostSince) {
            caughtUp = readThrough;
        }

        @Override
        public void brokeOff(Instant lastContact) {
            LOG.debug("the learner index is behind since {}", lastContact);
        }
    }
}
