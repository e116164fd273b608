package io.cohortroi.topology;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A step that holds something back and lets it go at ticks of the clock on the wall. A run that ends must not do so
 * before it has: the step counts as unsettled until a tick after the end of input says otherwise, and no more once it is
 * closed.
 */
abstract class TickingStep<V> extends ContextualProcessor<String, V, String, Emission> {
    private final InputEnd inputEnd;
    private final Duration every;
    private final Duration everyAtEnd;
    private final List<Cancellable> scheduled = new ArrayList<>();

    /** @param everyAtEnd how often it ticks, at least, once no more input comes */
    TickingStep(InputEnd inputEnd, Duration every, Duration everyAtEnd) {
        this.inputEnd = inputEnd;
        this.every = every;
        this.everyAtEnd = everyAtEnd;
    }

    TickingStep(Wiring wiring, Duration every) {
        this(wiring.inputEnd(), every, wiring.options().flushEvery());
    }

    /** Takes the stores of the task. */
    abstract void open(ProcessorContext<String, Emission> context);

    abstract void tick(long wallClock);

    @Override
    public final void init(ProcessorContext<String, Emission> context) {
        super.init(context);
        open(context);
        inputEnd.unsettled(this);
        schedule(every, this::tick);
        if (every.compareTo(everyAtEnd) > 0) {
            schedule(everyAtEnd, this::tickAtEnd);
        }
    }

    /** Kafka Streams keeps the schedules of a closed processor as long as the task lives. */
    @Override
    public final void close() {
        scheduled.forEach(Cancellable::cancel);
        inputEnd.closed(this);
    }

    final void schedule(Duration interval, Punctuator punctuator) {
        scheduled.add(context().schedule(interval, PunctuationType.WALL_CLOCK_TIME, punctuator));
    }

    /** What is rate-limited for the sake of readers need not keep a run waiting that has no more input. */
    private void tickAtEnd(long wallClock) {
        if (inputEnd.isReached()) {
            tick(wallClock);
        }
    }

    /** @param value null takes the key off the topic */
    final void send(String topic, String key, byte @Nullable [] value, long time) {
        Emission output = new Emission.Output(topic, key.getBytes(StandardCharsets.UTF_8), value);
        context().forward(new Record<>(key, output, Math.max(0, time)));
    }
}
