package io.cohortroi.runtime.evaluate;

import io.cohortroi.domain.learner.Norms;
import io.cohortroi.domain.learner.NormsSketch;
import io.cohortroi.domain.learner.TraitState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a replay keeps of one presentation: who enrolled, how they were at the checkpoints, and sketches of what is usual. */
final class PresentationReplay {
    final Presentation presentation;
    final List<Enrolment> enrolments = new ArrayList<>();
    /** The norms the stream had learned by each checkpoint. */
    final List<Norms> learnedNorms = new ArrayList<>();

    private final NormsSketch[] halves = {new NormsSketch(), new NormsSketch()};
    private final NormsSketch[] evenHalves = {new NormsSketch(), new NormsSketch()};

    PresentationReplay(Presentation presentation) {
        this.presentation = presentation;
    }

    void observe(Enrolment enrolment, TraitState before, Instant eventTime) {
        if (!enrolment.closed) {
            halves[enrolment.half()].observe(before, eventTime, presentation.cohort());
            evenHalves[enrolment.half()].observe(before, eventTime, presentation.cohort(), TraitState::evenly);
        }
    }

    /** The last time this enrolment counts for norms: the learner leaves, or the presentation ends. */
    void close(Enrolment enrolment, TraitState state, Instant at) {
        observe(enrolment, state, at);
        enrolment.closed = true;
    }

    /** Learners who have not left by the end, and their whole histories. */
    List<Enrolment> stayed() {
        return enrolments.stream().filter(enrolment -> !enrolment.left).toList();
    }

    /** Norms from learners of one half only. */
    Norms halfNorms(int half) {
        return halves[half].toNorms("half-" + half);
    }

    Norms evenHalfNorms(int half) {
        return evenHalves[half].toNorms("half-" + half);
    }

    Norms allNorms(String version) {
        NormsSketch all = new NormsSketch();
        addTo(all);
        return all.toNorms(version);
    }

    void addTo(NormsSketch sketch) {
        sketch.merge(halves[0]);
        sketch.merge(halves[1]);
    }
}
