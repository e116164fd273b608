package io.cohortroi.domain.stage;

import io.cohortroi.domain.learner.LearnerState;
import io.cohortroi.domain.learner.Norms;
import io.cohortroi.domain.learner.NormsEvidence;
import io.cohortroi.domain.learner.NormsSketch;
import io.cohortroi.domain.metrics.Booking;
import io.cohortroi.domain.metrics.Membership;
import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.domain.roi.CompletionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one step of the stage by learner says to the rest of the stream. */
public final class Effects {
    private final List<RoiRecord> records = new ArrayList<>();
    private final List<Booked> bookings = new ArrayList<>();
    private final List<Moved> memberships = new ArrayList<>();
    private final Map<Input, Map<Outcome, Integer>> recounts = new EnumMap<>(Input.class);
    private Outcome outcome = Outcome.APPLIED;
    private @Nullable Rejection rejection;
    private @Nullable NormsEvidence evidence;

    /** The learner-keyed inputs. */
    public enum Input {
        LEARNERS,
        ACTIVITY,
        COMPLETIONS
    }

    /** The latest record of a completion. */
    public record RoiRecord(String learnerId, CompletionState.Judgement judgement, CompletionState.Booked booked) {}

    /** A booking to add ({@code sign} 1) to the sums or to take back (-1). */
    public record Booked(String completionId, Booking booking, int sign) {}

    /** A difference in a scope's membership. */
    public record Moved(Scope scope, Membership difference) {}

    static Effects of(Outcome outcome) {
        Effects effects = new Effects();
        effects.outcome = outcome;
        return effects;
    }

    static Effects rejected(Rejection.Code code, String detail) {
        Effects effects = of(Outcome.DEAD_LETTERED);
        effects.rejection = new Rejection(code, detail);
        return effects;
    }

    void outcome(Outcome next) {
        outcome = next;
    }

    void record(RoiRecord record) {
        records.add(record);
    }

    void book(String completionId, @Nullable Booking booking, int sign) {
        if (booking != null) {
            bookings.add(new Booked(completionId, booking, sign));
        }
    }

    /** Norms learn from the learner as it was when it passed a stage; {@code time} is that of the event which tells. */
    void observe(LearnerState before, Instant time) {
        String placedIn = before.placedIn();
        NormsSketch sketch = new NormsSketch();
        sketch.observe(before.traits(), time, placedIn == null ? Norms.EVERYBODY : placedIn);
        if (!sketch.isEmpty()) {
            if (evidence != null) {
                sketch.merge(evidence.sketch());
            }
            evidence = new NormsEvidence(sketch, time);
        }
    }

    void move(Scope scope, Membership difference) {
        memberships.add(new Moved(scope, difference));
    }

    /** An earlier record of that input ends otherwise than was counted. */
    void recount(Input input, Outcome from, Outcome to) {
        Map<Outcome, Integer> counts = recounts.computeIfAbsent(input, key -> new EnumMap<>(Outcome.class));
        counts.merge(from, -1, Integer::sum);
        counts.merge(to, 1, Integer::sum);
    }

    public Outcome outcome() {
        return outcome;
    }

    public Optional<Rejection> rejection() {
        return Optional.ofNullable(rejection);
    }

    public Optional<NormsEvidence> evidence() {
        return Optional.ofNullable(evidence);
    }

    public List<RoiRecord> records() {
        return Collections.unmodifiableList(records);
    }

    public List<Booked> bookings() {
        return Collections.unmodifiableList(bookings);
    }

    public List<Moved> memberships() {
        return Collections.unmodifiableList(memberships);
    }

    /** How the counts of earlier records change, by input and outcome; each input's differences add up to 0. */
    public Map<Input, Map<Outcome, Integer>> recounts() {
        return Collections.unmodifiableMap(recounts);
    }
}
