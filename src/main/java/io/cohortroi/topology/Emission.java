package io.cohortroi.topology;

import io.cohortroi.domain.insight.InsightSums;
import io.cohortroi.domain.learner.LearnerProfile;
import io.cohortroi.domain.learner.NormsEvidence;
import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.domain.roi.Place;
import io.cohortroi.domain.stage.Effects;
import io.cohortroi.domain.stage.Outcome;
import io.cohortroi.domain.stage.ScopeDelta;
import io.cohortroi.topology.serde.Inbound;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What travels through the stage by learner: each step takes its own kinds and passes the others on. */
public sealed interface Emission {

    /** A valid event on its way to being applied; {@code clock} is the partition's newest event time. */
    record Admitted(Inbound<?> inbound, Place place, Instant clock) implements Emission {}

    /** {@code count} input records of a topic ended so, or (negative) end so no more. */
    record Counted(String topic, Outcome outcome, int count, boolean isInput) implements Emission {}

    /** A learner's event passed; the scopes see their newest event time. */
    record Touched(String learnerId, Instant eventTime, List<Scope> scopes) implements Emission {}

    /** Something for the sums of one or more scopes. */
    record Summed(List<Effects.Booked> bookings, List<Effects.Moved> memberships) implements Emission {}

    /** A learner passed a stage: something for the norms. */
    record Observed(NormsEvidence evidence) implements Emission {}
    /** A learner's profile was published. */
    record Profiled(LearnerProfile profile) implements Emission {}

    /** A difference in what a learner adds to the insights of a scope. */
    record Shared(Scope scope, InsightSums difference) implements Emission {}

    /** What a task tells the insights of a scope. */
    record InsightDelta(Scope scope, InsightSums sums) implements Emission {}

    /** What a task tells a scope. */
    record Delta(Scope scope, ScopeDelta delta) implements Emission {}

    /** A record ready to be written to a public topic; nobody compares or changes the bytes. */
    @SuppressWarnings("ArrayRecordComponent")
    record Output(String topic, byte @Nullable [] key, byte @Nullable [] value) implements Emission {}
}
