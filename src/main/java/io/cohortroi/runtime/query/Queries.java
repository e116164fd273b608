package io.cohortroi.runtime.query;

import java.time.Clock;
import java.util.Map;

/**
 * Everything that can be asked, over one cluster and prefix.
 *
 * <pre>{@code
 * Queries queries = new Queries(kafka.clientProperties(), kafka.prefix(), timelines, Clock.systemUTC());
 * queries.start();
 * }</pre>
 */
public final class Queries implements AutoCloseable {
    private final CompactedViews views;
    private final LearnerIndex learners;
    private final LearnerTimelines timelines;
    private final RecordFetcher fetcher;
    private final TopicScan scan;
    private final String prefix;
    private final DeadLetterCounts deadLetters;

    /** @param clientConfig bootstrap servers and security settings of the cluster */
    public Queries(Map<String, ?> clientConfig, String prefix, LearnerTimelines timelines, Clock clock) {
        this.views = new CompactedViews(clientConfig, prefix, clock);
        this.learners = new LearnerIndex(clientConfig, prefix, clock);
        this.timelines = timelines;
        this.fetcher = new RecordFetcher(clientConfig, prefix);
        this.scan = new TopicScan(clientConfig);
        this.prefix = prefix;
        this.deadLetters = new DeadLetterCounts(clientConfig, prefix, clock);
    }

    /** Returns at once; the topics are read in the background and may be created later. */
    public void start() {
        views.start();
        learners.start();
        deadLetters.start();
    }

    public CompactedViews views() {
        return views;
    }

    public LearnerIndex learners() {
        return learners;
    }

    public LearnerTimelines timelines() {
        return timelines;
    }

    public RecordFetcher fetcher() {
        return fetcher;
    }

    /** Reads whole topics, which are named with {@link #prefix}. */
    public TopicScan scan() {
        return scan;
    }

    public String prefix() {
        return prefix;
    }

    public DeadLetterCounts deadLetters() {
        return deadLetters;
    }

    @Override
    public void close() {
        views.close();
        learners.close();
        fetcher.close();
        deadLetters.close();
    }
}
