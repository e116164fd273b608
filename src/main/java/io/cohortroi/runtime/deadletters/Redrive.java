package io.cohortroi.runtime.deadletters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.query.TopicScan;
import io.cohortroi.runtime.topics.TopicCatalog;
import io.cohortroi.runtime.topics.TopicSpec;
import io.cohortroi.topology.Topics;
import io.cohortroi.topology.state.ErasureKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends dead letters back to the partition they came from: key, bytes and headers as they were, so that every id in them
 * is the same. Letters and the marks that they were sent back are one transaction, and of two redrives at once the later
 * stops the earlier: a letter goes back once, unless somebody asks for it again.
 */
public final class Redrive {
    private static final int LETTERS_PER_TRANSACTION = 500;
    private static final int MAX_REQUEST_BYTES = 8 << 20;

    /** Whatever else stands in a header, letters go back to these topics only. */
    private static final Set<String> INPUTS = Set.of(
            Topics.LEARNERS,
            Topics.ACTIVITY,
            Topics.COMPLETIONS,
            Topics.COHORTS,
            Topics.WORKFLOWS,
            Topics.CAPABILITIES,
            Topics.BASELINES,
            Topics.FINANCE_LEDGER,
            "xapi-statements");

    private final Map<String, Object> clientConfig;
    private final String prefix;
    private final ErasureKey erasureKey;
    private final Clock clock;
    private final TopicScan scan;
    private final DeadLetterBox box;
    private final TopicCatalog catalog = TopicCatalog.load();

    public Redrive(Map<String, Object> clientConfig, String prefix, ErasureKey erasureKey, Clock clock) {
        this.clientConfig = Map.copyOf(clientConfig);
        this.prefix = prefix;
        this.erasureKey = erasureKey;
        this.clock = clock;
        this.scan = new TopicScan(clientConfig);
        this.box = new DeadLetterBox(scan, prefix);
    }

    /** Why a letter that matches is left where it is. */
    public enum Skip {
        ALREADY_REDRIVEN,
        INCOMPLETE,
        ERASED_LEARNER,
        NOT_AN_INPUT,
        TOO_LARGE
    }

    /**
     * @param redriven letters sent back, or, in a dry run, that would have been
     * @param skipped letters by why they were left; kinds that did not occur are absent
     */
    public record Report(int matched, int redriven, Map<Skip, Integer> skipped) {
        public Report {
            skipped = Map.copyOf(skipped);
        }
    }

    /**
     * @param again also letters that were sent back before
     * @throws KafkaException when the cluster does not take them, or another redrive began meanwhile; then the last
     *     transaction left nothing
     */
    public Report run(Selection selection, boolean again, boolean dryRun) throws IOException {
        if (dryRun) {
            Plan plan = plan(selection, again);
            return plan.report(plan.letters.size());
        }
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            // Waits for, or ends, whatever another redrive has open; only then the marks are all there.
            producer.initTransactions();
            Plan plan = plan(selection, again);
            for (int from = 0; from < plan.letters.size(); from += LETTERS_PER_TRANSACTION) {
                int to = Math.min(plan.letters.size(), from + LETTERS_PER_TRANSACTION);
                send(producer, plan.letters.subList(from, to), plan.times);
            }
            return plan.report(plan.letters.size());
        }
    }

    private record Plan(int matched, List<DeadLetter> letters, Map<Skip, Integer> skipped, Map<String, Integer> times) {
        Report report(int redriven) {
            return new Report(matched, redriven, skipped);
        }
    }

    private Plan plan(Selection selection, boolean again) throws IOException {
        Map<String, Integer> times = box.redriven();
        ErasedLearners erased = ErasedLearners.read(scan, prefix, erasureKey);
        Collection<DeadLetter> matching = box.find(selection);
        List<DeadLetter> letters = new ArrayList<>();
        Map<Skip, Integer> skipped = new EnumMap<>(Skip.class);
        for (DeadLetter letter : matching) {
            if (!INPUTS.contains(letter.topic())) {
                skipped.merge(Skip.NOT_AN_INPUT, 1, Integer::sum);
            } else if (!letter.leftOut().isEmpty()) {
                skipped.merge(Skip.INCOMPLETE, 1, Integer::sum);
            } else if (letter.bytes() > maxBytes(letter.topic())) {
                skipped.merge(Skip.TOO_LARGE, 1, Integer::sum);
            } else if (times.containsKey(letter.id()) && !again) {
                skipped.merge(Skip.ALREADY_REDRIVEN, 1, Integer::sum);
            } else if (erased.isAbout(letter)) {
                skipped.merge(Skip.ERASED_LEARNER, 1, Integer::sum);
            } else {
                letters.add(letter);
            }
        }
        letters.sort(Comparator.comparing(DeadLetter::topic)
                .thenComparing(DeadLetter::partition)
                .thenComparing(DeadLetter::offset));
        return new Plan(matching.size(), letters, skipped, times);
    }

    private int maxBytes(String topic) {
        return catalog.topic(topic)
                .map(TopicSpec::config)
                .map(config -> config.get("max.message.bytes"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    private void send(KafkaProducer<byte[], byte[]> producer, List<DeadLetter> letters, Map<String, Integer> times) {
        Instant now = clock.instant();
        producer.beginTransaction();
        try {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (DeadLetter letter : letters) {
                ProducerRecord<byte[], byte[]> back =
                        new ProducerRecord<>(prefix + letter.topic(), letter.partition(), letter.key(), letter.value());
                for (Header header : letter.headers()) {
                    back.headers().add(header);
                }
                sent.add(producer.send(back));
            }
            producer.flush();
            for (int i = 0; i < letters.size(); i++) {
                String id = letters.get(i).id();
                ObjectNode mark = Json.object().put("letter_id", id).put("redriven_at", now.toString());
                mark.put("times", times.getOrDefault(id, 0) + 1)
                        .put("offset", sent.get(i).get().offset());
                sent.add(producer.send(new ProducerRecord<>(
                        prefix + Topics.REDRIVEN_LETTERS, id.getBytes(StandardCharsets.UTF_8), Json.bytes(mark))));
            }
            producer.commitTransaction();
        } catch (ExecutionException e) {
            producer.abortTransaction();
            throw new KafkaException("The letters were not taken back: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("The redrive was interrupted; its last letters were not sent.", e);
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> config = new HashMap<>(clientConfig);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, prefix + "cohort-roi-redrive");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
