package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.CompactedViews;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.query.Snapshot;
import io.cohortroi.runtime.query.ViewEntry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushes the views to everyone who looks. A change is rendered once, as the difference to the snapshot before, and the
 * same bytes go to all. A viewer who comes back names the last version it saw and gets the differences since, or a
 * whole snapshot when those are no longer kept.
 */
final class LiveFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);

    /** Topics that are pushed, and their name in the messages. */
    static final Map<String, String> PUSHED = Map.of(
            CompactedViews.COHORT_METRICS, "scopes",
            CompactedViews.ROI_ALERTS, "alerts",
            CompactedViews.CONSERVATION_LEDGER, "ledger",
            CompactedViews.COHORT_INSIGHTS, "insights",
            CompactedViews.CALIBRATION_REPORTS, "calibration");

    private static final int KEPT_DELTAS = 256;
    private static final int KEPT_BYTES = 4 << 20;
    private static final int HEARTBEAT_TICKS = 10;

    private static final class Delta {
        private final String from;
        private final byte[] frame;

        Delta(String from, byte[] frame) {
            this.from = from;
            this.frame = frame;
        }
    }

    private final CompactedViews views;
    private final Supplier<StreamHealth> health;
    private final Supplier<ObjectNode> pipeline;
    private final int maxClients;
    private final Set<StreamClient> clients = ConcurrentHashMap.newKeySet();
    private final LongAdder rendered = new LongAdder();
    private final Deque<Delta> deltas = new ArrayDeque<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "live-feed");
        thread.setDaemon(true);
        return thread;
    });
    private int ticks;
    private int deltaBytes;
    private Snapshot shown;
    private Optional<Instant> shownStaleSince = Optional.empty();
    private byte @Nullable [] wholeFrame;
    private ObjectNode shownPipeline = Json.object();
    private byte[] pipelineFrame = {};

    /** @param pipeline rendered once a second whoever looks, so it must be cheap */
    LiveFeed(CompactedViews views, Supplier<StreamHealth> health, Supplier<ObjectNode> pipeline, int maxClients) {
        this.views = views;
        this.health = health;
        this.pipeline = pipeline;
        this.maxClients = maxClients;
        this.shown = views.snapshot();
    }

    void start() {
        views.onReplaced(this::show);
        show(views.snapshot());
        tellPipeline();
        Future<?> unused = timer.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /** Frames made since the start: one for a change, however many viewers it goes to. */
    long renderedFrames() {
        return rendered.sum();
    }

    int clientCount() {
        return clients.size();
    }

    /** False when the house is full. */
    boolean add(StreamClient client, Optional<String> lastSeen) {
        synchronized (this) {
            if (clients.size() >= maxClients) {
                return false;
            }
            catchUp(lastSeen).forEach(client::offer);
            client.offer(pipelineFrame);
            clients.add(client);
        }
        return true;
    }

    void remove(StreamClient client) {
        clients.remove(client);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        List.copyOf(clients).forEach(StreamClient::end);
    }

    private synchronized void show(Snapshot next) {
        if (next.version() <= shown.version()) {
            return;
        }
        Snapshot previous = shown;
        shown = next;
        wholeFrame = null;
        if (!previous.caughtUp()) {
            send(whole());
            return;
        }
        byte[] frame = delta(previous, next);
        deltas.add(new Delta(previous.tag(), frame));
        deltaBytes += frame.length;
        while (deltas.size() > KEPT_DELTAS || deltaBytes > KEPT_BYTES) {
            deltaBytes -= deltas.remove().frame.length;
        }
        send(frame);
    }

    private List<byte[]> catchUp(Optional<String> lastSeen) {
        if (lastSeen.isPresent() && shown.caughtUp()) {
            List<byte[]> frames = new ArrayList<>();
            boolean found = lastSeen.get().equals(shown.tag());
            for (Delta delta : deltas) {
                found = found || delta.from.equals(lastSeen.get());
                if (found && !lastSeen.get().equals(shown.tag())) {
                    frames.add(delta.frame);
                }
            }
            if (found) {
                frames.add(state());
                return frames;
            }
        }
        return List.of(whole());
    }

    /** Every second: says at once when the views turn stale or fresh, and every ten seconds that the line is alive. */
    private void tick() {
        try {
            tellState();
            tellPipeline();
        } catch (RuntimeException e) {
            LOG.error("the state of the views could not be told", e);
        }
    }

    private synchronized void tellState() {
        Optional<Instant> staleSince = Served.now(views, health).staleSince();
        ticks++;
        if (!staleSince.equals(shownStaleSince) || ticks % HEARTBEAT_TICKS == 0) {
            shownStaleSince = staleSince;
            wholeFrame = null;
            send(state());
        }
    }

    private synchronized void tellPipeline() {
        ObjectNode next = pipeline.get();
        if (!next.equals(shownPipeline)) {
            shownPipeline = next;
            pipelineFrame = frame("pipeline", Optional.empty(), next);
            send(pipelineFrame);
        }
    }

    private void send(byte[] frame) {
        for (StreamClient client : clients) {
            client.offer(frame);
            client.drain();
        }
    }

    private byte[] whole() {
        byte[] frame = wholeFrame;
        if (frame == null) {
            ObjectNode message = describe();
            PUSHED.forEach((topic, name) -> {
                ArrayNode values = message.putArray(name);
                shown.table(topic).values().forEach(entry -> values.add(keyed(topic, entry)));
            });
            frame = frame("snapshot", Optional.of(shown.tag()), message);
            wholeFrame = frame;
        }
        return frame;
    }

    private byte[] delta(Snapshot previous, Snapshot next) {
        ObjectNode message = describe();
        ObjectNode removed = message.putObject("removed");
        PUSHED.values().forEach(name -> {
            message.putArray(name);
            removed.putArray(name);
        });
        long newest = 0;
        for (Snapshot.Change change : next.changesSince(previous)) {
            String name = PUSHED.get(change.topic());
            if (name == null) {
                continue;
            }
            if (change.entry().isPresent()) {
                ViewEntry entry = change.entry().get();
                newest = Math.max(newest, entry.appendedAtMs());
                message.withArray(name).add(keyed(change.topic(), entry));
            } else {
                removed.withArray(name).add(change.key());
            }
        }
        message.put("appended_at_ms", newest);
        return frame("delta", Optional.of(next.tag()), message);
    }

    private static ObjectNode keyed(String topic, ViewEntry entry) {
        ObjectNode node = Json.object();
        node.put("key", entry.key());
        node.set(
                "value",
                switch (topic) {
                    case CompactedViews.COHORT_METRICS -> ScopeSummaries.of(entry);
                    case CompactedViews.COHORT_INSIGHTS -> InsightSummaries.of(entry);
                    default -> entry.value();
                });
        return node;
    }

    private byte[] state() {
        return frame("state", Optional.empty(), describe());
    }

    private ObjectNode describe() {
        ObjectNode message = Json.object();
        StreamHealth now = health.get();
        message.set("snapshot", new Served(shown, Served.now(views, health).staleSince()).describe());
        message.put("complete", shown.caughtUp());
        message.put("stream_state", now.state());
        return message;
    }

    private byte[] frame(String event, Optional<String> id, ObjectNode data) {
        rendered.increment();
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        id.ifPresent(value -> frame.writeBytes(("id: " + value + "\n").getBytes(StandardCharsets.UTF_8)));
        frame.writeBytes(("event: " + event + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        frame.writeBytes(Json.bytes(data));
        frame.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        return frame.toByteArray();
    }
}
