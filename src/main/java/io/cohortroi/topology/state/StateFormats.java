package io.cohortroi.topology.state;

import io.cohortroi.domain.alert.RuleState;
import io.cohortroi.domain.calibration.BookedEntry;
import io.cohortroi.domain.calibration.WorkflowCosts;
import io.cohortroi.domain.insight.InsightSums;
import io.cohortroi.domain.insight.LearnerShare;
import io.cohortroi.domain.learner.LearnerState;
import io.cohortroi.domain.learner.NormsEvidence;
import io.cohortroi.domain.learner.NormsLearning;
import io.cohortroi.domain.learner.NormsSketch;
import io.cohortroi.domain.learner.TimelineEntry;
import io.cohortroi.domain.metrics.Membership;
import io.cohortroi.domain.metrics.Moments;
import io.cohortroi.domain.roi.CompletionState;
import io.cohortroi.domain.stage.DayCell;
import io.cohortroi.domain.stage.Extremes;
import io.cohortroi.domain.stage.Partial;
import io.cohortroi.domain.stage.ScopeDelta;
import io.cohortroi.domain.stage.ScopeTotals;
import io.cohortroi.topology.serde.StateSerde;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** The format of every kind of state value. A change of what is written is a new version number here. */
public final class StateFormats {
    private StateFormats() {}

    public static final StateSerde<LearnerState> LEARNER =
            new StateSerde<>("learners", 1, LearnerState::write, LearnerState::read);

    public static final StateSerde<CompletionState> COMPLETION =
            new StateSerde<>("completions", 2, CompletionState::write, CompletionState::read);

    public static final StateSerde<Instant> TIME = new StateSerde<>(
            "times", 1, (time, out) -> out.writeInstant(time), io.cohortroi.domain.binary.BinaryReader::readInstant);

    public static final StateSerde<SortedMap<String, String>> TIMELINE = new StateSerde<>(
            "learner-timelines",
            1,
            (details, out) -> TimelineEntry.of(Instant.EPOCH, TimelineEntry.Kind.PROFILE, "", details)
                    .writeDetails(out),
            in -> new TreeMap<>(TimelineEntry.readDetails(in)));

    public static final StateSerde<Boolean> MARK = new StateSerde<>(
            "marks", 1, (mark, out) -> out.writeBoolean(mark), io.cohortroi.domain.binary.BinaryReader::readBoolean);

    public static final StateSerde<Partial> PARTIAL = new StateSerde<>("partials", 1, Partial::write, Partial::read);

    public static final StateSerde<Membership> MEMBERSHIP =
            new StateSerde<>("memberships", 1, Membership::write, Membership::read);

    public static final StateSerde<ScopeDelta> DELTA =
            new StateSerde<>("deltas", 1, ScopeDelta::write, ScopeDelta::read);

    public static final StateSerde<Extremes> EXTREMES =
            new StateSerde<>("extremes", 1, Extremes::write, Extremes::read);

    public static final StateSerde<RuleState> RULES =
            new StateSerde<>("scope-rules", 2, RuleState::write, RuleState::read);

    public static final StateSerde<ScopeTotals> TOTALS =
            new StateSerde<>("scope-totals", 1, ScopeTotals::write, ScopeTotals::read);

    public static final StateSerde<DayCell> DAY = new StateSerde<>("scope-days", 1, DayCell::write, DayCell::read);

    public static final StateSerde<NormsEvidence> NORMS_EVIDENCE =
            new StateSerde<>("norms-evidence", 1, NormsEvidence::write, NormsEvidence::read);

    public static final StateSerde<NormsSketch> NORMS_SKETCH =
            new StateSerde<>("norms-sketches", 1, NormsSketch::write, NormsSketch::read);

    public static final StateSerde<NormsLearning> NORMS_LEARNING =
            new StateSerde<>("norms-learning", 1, NormsLearning::write, NormsLearning::read);
    public static final StateSerde<Moments> MOMENTS = new StateSerde<>("moments", 1, Moments::write, Moments::read);

    public static final StateSerde<InsightSums> INSIGHTS =
            new StateSerde<>("insight-sums", 1, InsightSums::write, InsightSums::read);

    public static final StateSerde<LearnerShare> SHARE =
            new StateSerde<>("learner-shares", 1, LearnerShare::write, LearnerShare::read);

    public static final StateSerde<BookedEntry> ENTRY =
            new StateSerde<>("ledger-entries", 1, BookedEntry::write, BookedEntry::read);

    public static final StateSerde<WorkflowCosts> COSTS =
            new StateSerde<>("workflow-costs", 1, WorkflowCosts::write, WorkflowCosts::read);

    public static final StateSerde<Long> COUNT = new StateSerde<>(
            "counts",
            1,
            (count, out) -> out.writeUnsigned(count),
            io.cohortroi.domain.binary.BinaryReader::readUnsigned);

    public static final StateSerde<LedgerCounts> LEDGER =
            new StateSerde<>("conservation-ledger", 1, LedgerCounts::write, LedgerCounts::read);
}
