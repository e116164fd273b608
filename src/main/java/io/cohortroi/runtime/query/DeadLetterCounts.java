package io.cohortroi.runtime.query;

import io.cohortroi.topology.Topics;
import io.cohortroi.topology.error.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Why records were refused: {@code dead-letters} counted by topic and reason, from the headers alone. It counts what the
 * topic still kept when reading began and all that came since; the ledger counts for ever, so it may say more.
 */
public final class DeadLetterCounts implements AutoCloseable {
    private static final int LATEST = 20;

    /** How many records of a topic broke a rule, such as {@code training-completions}, {@code key-mismatch}, 2. */
    public record Count(String topic, String reason, long records) {}

    /** One refused record: where it stands on its own topic, why it was refused, and when. */
    public record Letter(String topic, String partition, String offset, String reason, String detail, Instant at) {}

    /**
     * Everything at one moment.
     *
     * @param complete all that the topic held at the start has been counted
     * @param counts the most frequent first
     * @param latest at most 20, the newest first
     */
    public record Tally(boolean complete, long total, List<Count> counts, List<Letter> latest) {}

    private record Cause(String topic, String reason) {}

    private final TopicReader reader;
    private volatile Tally tally = new Tally(false, 0, List.of(), List.of());

    public DeadLetterCounts(Map<String, ?> clientConfig, String prefix, Clock clock) {
        this.reader = new TopicReader(
                "dead-letter-counts", clientConfig, prefix, Set.of(Topics.DEAD_LETTERS), new Letters(), clock);
    }

    public void start() {
        reader.start();
    }

    public Tally tally() {
        return tally;
    }

    @Override
    public void close() {
        reader.close();
    }

    private final class Letters implements TopicReader.Sink {
        private final Map<Cause, Long> counts = new HashMap<>();
        private final NavigableSet<Letter> latest = new TreeSet<>(Comparator.comparing(Letter::at)
                .reversed()
                .thenComparing(Letter::topic)
                .thenComparing(Letter::partition)
                .thenComparing(Letter::offset));
        private boolean changed;

        @Override
        public void restart() {
            counts.clear();
            latest.clear();
            changed = true;
        }

        @Override
        public void apply(String topic, @Nullable String key, byte @Nullable [] value, TopicReader.Origin origin) {
            Letter letter = new Letter(
                    text(origin.headers(), DeadLetters.TOPIC),
                    text(origin.headers(), DeadLetters.PARTITION),
                    text(origin.headers(), DeadLetters.OFFSET),
                    text(origin.headers(), DeadLetters.REASON),
                    text(origin.headers(), DeadLetters.DETAIL),
                    Instant.ofEpochMilli(origin.appendedAtMs()));
            counts.merge(new Cause(letter.topic(), letter.reason()), 1L, Long::sum);
            latest.add(letter);
            if (latest.size() > LATEST) {
                latest.pollLast();
            }
            changed = true;
        }

        @Override
        public void roundDone(boolean caughtUp, Optional<Instant> lostSince) {
            if (changed || caughtUp != tally.complete()) {
                changed = false;
                List<Count> rows = counts.entrySet().stream()
                        .map(entry ->
                                new Count(entry.getKey().topic(), entry.getKey().reason(), entry.getValue()))
                        .sorted(Comparator.comparingLong(Count::records)
                                .reversed()
                                .thenComparing(Count::topic)
                                .thenComparing(Count::reason))
                        .toList();
                long total = rows.stream().mapToLong(Count::records).sum();
                tally = new Tally(caughtUp, total, rows, List.copyOf(latest));
            }
        }

        @Override
        public void brokeOff(Instant lastContact) {
            Tally last = tally;
            tally = new Tally(false, last.total(), last.counts(), last.latest());
        }

        private static String text(Headers headers, String name) {
            Header header = headers.lastHeader(name);
            return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
        }
    }
}
