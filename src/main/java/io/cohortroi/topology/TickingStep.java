package io.cohortroi.topology;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
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
    final Wiring wiring;
    private final Duration every;

    TickingStep(Wiring wiring, Duration every) {
        this.wiring = wiring;
        this.every = every;
    }

    /** Takes the stores of the task. */
    abstract void open(ProcessorContext<String, Emission> context);

    abstract void tick(long wallClock);

    @Override
    public final void init(ProcessorContext<String, Emission> context) {
        super.init(context);
        open(context);
        wiring.inputEnd().unsettled(this);
        context.schedule(every, PunctuationType.WALL_CLOCK_TIME, this::tick);
        Duration atEnd = wiring.options().flushEvery();
        if (every.compareTo(atEnd) > 0) {
            context.schedule(atEnd, PunctuationType.WALL_CLOCK_TIME, this::tickAtEnd);
        }
    }

    /** What is rate-limited for the sake of readers need not keep a run waiting that has no more input. */
    private void tickAtEnd(long wallClock) {
        if (wiring.inputEnd().isReached()) {
            tick(wallClock);
        }
    }

    @Override
    public final void close() {
        wiring.inputEnd().closed(this);
    }

    /** @param value null takes the key off the topic */
    final void send(String topic, String key, byte @Nullable [] value, long time) {
        Emission output = new Emission.Output(topic, key.getBytes(StandardCharsets.UTF_8), value);
        context().forward(new Record<>(key, output, Math.max(0, time)));
    }
}
