package io.cohortroi.topology;

import io.cohortroi.domain.learner.LearnerState;
import io.cohortroi.domain.stage.Effects;
import io.cohortroi.domain.stage.LearnerStage;
import io.cohortroi.domain.stage.Rejection;
import io.cohortroi.topology.error.DeadLetters;
import io.cohortroi.topology.serde.Inbound;
import io.cohortroi.topology.state.LearnerStores;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Applies one kind of event: get, call, put, forward. */
final class ApplyProcessor<T> extends ContextualProcessor<String, Emission, String, Emission> {
    private final Input<T> input;
    private final Step<T> step;
    private final Wiring wiring;
    private @Nullable LearnerStores books;

    ApplyProcessor(Input<T> input, Step<T> step, Wiring wiring) {
        this.input = input;
        this.step = step;
        this.wiring = wiring;
    }

    @Override
    public void init(ProcessorContext<String, Emission> context) {
        super.init(context);
        books = LearnerStores.of(context, wiring.options().erasureKey());
    }

    @Override
    public void process(Record<String, Emission> record) {
        if (!(record.value() instanceof Emission.Admitted admitted)) {
            context().forward(record);
            return;
        }
        if (books == null) {
            throw new IllegalStateException("a processor is initialised before it processes");
        }
        @SuppressWarnings("unchecked")
        Inbound<T> inbound = (Inbound<T>) admitted.inbound();
        T event = inbound.event();
        Forwarding out = new Forwarding(context(), record.withHeaders(DeadLetters.traced(record.headers())));
        if (event == null) {
            erase(books, record.key(), admitted.clock(), out);
            return;
        }
        String learnerId = input.learnerId(event);
        Effects effects = step.apply(
                books.fresh(),
                event,
                admitted.place(),
                admitted.clock(),
                wiring.reference().get(),
                wiring.norms().get());
        Optional<Rejection> rejection = effects.rejection();
        rejection.ifPresent(reason -> {
            DeadLetters.Parcel letter =
                    DeadLetters.of(keyOf(learnerId), inbound.original(), record.headers(), reason, admitted.place());
            context()
                    .forward(record.withValue(
                                    (Emission) new Emission.Output(Topics.DEAD_LETTERS, letter.key(), letter.value()))
                            .withHeaders(letter.headers()));
        });
        out.counted(input.topic(), effects.outcome());
        out.effects(effects);
        LearnerState state = books.learner(learnerId);
        if (state.newestEvent() == null) {
            return;
        }
        out.send(new Emission.Touched(learnerId, input.eventTime(event), LearnerStage.scopesOf(state)));
    }

    private void erase(LearnerStores stores, String learnerId, Instant clock, Forwarding out) {
        Effects effects = wiring.stage()
                .onErasure(
                        stores.fresh(),
                        learnerId,
                        clock,
                        wiring.reference().get(),
                        wiring.norms().get());
        out.counted(input.topic(), effects.outcome());
        out.effects(effects);
        out.send(new Emission.Output(Topics.ROI_RECORDS, keyOf(learnerId), null));
        out.send(new Emission.Output(Topics.LEARNER_PROFILES, keyOf(learnerId), null));
    }

    private static byte[] keyOf(String learnerId) {
        return learnerId.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
