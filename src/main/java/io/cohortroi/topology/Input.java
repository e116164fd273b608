package io.cohortroi.topology;

import io.cohortroi.domain.learner.ActivityEvent;
import io.cohortroi.domain.learner.LearnerEvent;
import io.cohortroi.domain.roi.CompletionEvent;
import io.cohortroi.domain.stage.Effects;
import io.cohortroi.topology.serde.InboundSerde;
import java.time.Instant;
import java.util.function.Function;

/** A learner-keyed input as a typed handle: topic, serde, and where id and event time stand in its value. */
record Input<T>(
        String topic,
        Effects.Input kind,
        InboundSerde<T> serde,
        Function<T, String> learnerIdOf,
        Function<T, Instant> eventTimeOf,
        int rank) {

    static final Input<LearnerEvent> LEARNERS = new Input<>(
            Topics.LEARNERS,
            Effects.Input.LEARNERS,
            InboundSerde.learners(),
            LearnerEvent::learnerId,
            LearnerEvent::updatedAt,
            0);

    static final Input<ActivityEvent> ACTIVITY = new Input<>(
            Topics.ACTIVITY,
            Effects.Input.ACTIVITY,
            InboundSerde.activity(),
            ActivityEvent::learnerId,
            ActivityEvent::occurredAt,
            1);

    static final Input<CompletionEvent> COMPLETIONS = new Input<>(
            Topics.COMPLETIONS,
            Effects.Input.COMPLETIONS,
            InboundSerde.completions(),
            CompletionEvent::learnerId,
            CompletionEvent::completedAt,
            2);

    String learnerId(T event) {
        return learnerIdOf.apply(event);
    }

    Instant eventTime(T event) {
        return eventTimeOf.apply(event);
    }

    /** Whether a null value means to erase the learner. */
    boolean acceptsErasure() {
        return kind == Effects.Input.LEARNERS;
    }

    static String topicOf(Effects.Input kind) {
        return switch (kind) {
            case LEARNERS -> Topics.LEARNERS;
            case ACTIVITY -> Topics.ACTIVITY;
            case COMPLETIONS -> Topics.COMPLETIONS;
        };
    }
}
