package io.cohortroi.runtime.evaluate;

import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.learner.ArchetypeModel;
import io.cohortroi.domain.learner.Assessment;
import io.cohortroi.domain.learner.Norms;
import io.cohortroi.domain.learner.NormsSketch;
import io.cohortroi.domain.learner.TraitState;
import io.cohortroi.runtime.importer.EventSequence;
import io.cohortroi.runtime.importer.ImportException;
import io.cohortroi.runtime.importer.ImportTally;
import io.cohortroi.runtime.importer.OuladSource;
import io.cohortroi.runtime.importer.ProgressListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Judges archetypes and their confidence on OULAD's real learners. No learner is judged by constants fitted on their own
 * presentation; in the {@code other half} rows they are not judged by norms they contributed to either.
 */
public final class ArchetypeEvaluation {
    private static final int LAST = OuladReplay.CHECKPOINTS.length - 1;

    /** A presentation is one with sessions where at least half of its learners have some. */
    private static final double SESSIONS_SEEN = 0.5;

    private final List<PresentationReplay> replays;
    private final List<List<Sample>> crossFitted = new ArrayList<>();

    private ArchetypeEvaluation(List<PresentationReplay> replays) {
        this.replays = replays;
        for (PresentationReplay replay : replays) {
            Norms[] other = {replay.halfNorms(1), replay.halfNorms(0)};
            crossFitted.add(samples(replay, (enrolment, checkpoint) -> other[enrolment.half()]));
        }
    }

    private interface NormsChoice {
        Norms of(Enrolment enrolment, int checkpoint);
    }

    /** Reads the files once and replays them. */
    public static ArchetypeEvaluation of(Path folder) throws IOException, ImportException {
        List<Presentation> courses = OuladCourses.read(folder);
        try (EventSequence events = new OuladSource(folder).prepare(new ImportTally(), ProgressListener.NONE)) {
            return new ArchetypeEvaluation(OuladReplay.run(courses, events));
        }
    }

    /** Norms of all learners of all presentations, with the name they ship under. */
    public Norms fitNorms(String version) {
        NormsSketch all = new NormsSketch();
        replays.forEach(replay -> replay.addTo(all));
        return all.toNorms(version);
    }

    /** The constants fitted on everything there is: what ships, once the splits have shown what they are worth. */
    ConfidencePair fitConstants() {
        return fitted(replays);
    }

    /**
     * @param pinned the norms to judge as they are, with the constants that ship; absent for those the stream learns
     * @param rerunDigest the digest of another replay of the same files
     */
    ArchetypeReport report(@Nullable Norms pinned, String rerunDigest) {
        List<Judgement> judgements = new ArrayList<>();
        for (int i = 0; i < replays.size(); i++) {
            PresentationReplay judged = replays.get(i);
            List<PresentationReplay> others = others(judged);
            if (others.isEmpty()) {
                continue;
            }
            ConfidencePair constants = fitted(others);
            List<String> fittedOn = names(others.stream()
                    .filter(each -> hasSessions(each) == hasSessions(judged))
                    .toList());
            judgements.add(Judge.judge(
                    judged.presentation.name(),
                    "other half of the judged presentation",
                    fittedOn,
                    crossFitted.get(i),
                    constants,
                    OptionalDouble.of(memoryless(judged, crossFitted.get(i)))));
            if (hasSessions(judged)) {
                for (PresentationReplay other : others) {
                    if (hasSessions(other)) {
                        Norms foreign = other.allNorms("foreign");
                        judgements.add(Judge.judge(
                                judged.presentation.name(),
                                other.presentation.name(),
                                fittedOn,
                                samples(judged, (enrolment, checkpoint) -> foreign),
                                constants,
                                OptionalDouble.empty()));
                    }
                }
            }
        }
        for (PresentationReplay judged : replays) {
            NormsChoice choice = pinned == null
                    ? (enrolment, checkpoint) -> judged.learnedNorms.get(checkpoint)
                    : (enrolment, checkpoint) -> pinned;
            judgements.add(Judge.judge(
                    judged.presentation.name(),
                    pinned == null ? "learned from the stream by each checkpoint" : pinned.version(),
                    List.of("shipped"),
                    samples(judged, choice),
                    new ConfidencePair(ArchetypeModel.WITH_SESSIONS, ArchetypeModel.RESULTS_ONLY),
                    OptionalDouble.empty()));
        }
        String digest = digest();
        List<Integer> checkpoints = new ArrayList<>();
        for (int percent : OuladReplay.CHECKPOINTS) {
            checkpoints.add(percent);
        }
        return new ArchetypeReport(checkpoints, digest.equals(rerunDigest), digest, judgements);
    }

    /** SHA-256 over every assessment at every checkpoint. */
    String digest() {
        MessageDigest sha = sha256();
        for (List<Sample> samples : crossFitted) {
            for (Sample sample : samples) {
                Assessment a = sample.assessment();
                String line = String.join(
                        " ",
                        sample.learnerId(),
                        String.valueOf(sample.checkpoint()),
                        a.archetype().label(),
                        Double.toHexString(a.confidence()),
                        Double.toHexString(a.margin()),
                        a.traits().toString());
                sha.update(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static List<Sample> samples(PresentationReplay replay, NormsChoice norms) {
        List<Sample> samples = new ArrayList<>();
        Instant end = replay.presentation.at(100);
        for (Enrolment enrolment : replay.stayed()) {
            TraitState whole = enrolment.atCheckpoints.get(LAST);
            Archetype last = ArchetypeModel.assess(whole, norms.of(enrolment, LAST), replay.presentation.cohort(), end)
                    .archetype();
            for (int i = 0; i <= LAST; i++) {
                TraitState state = enrolment.atCheckpoints.get(i);
                Instant at = replay.presentation.at(OuladReplay.CHECKPOINTS[i]);
                Assessment said =
                        ArchetypeModel.assess(state, norms.of(enrolment, i), replay.presentation.cohort(), at);
                samples.add(new Sample(
                        enrolment.learnerId,
                        i,
                        said,
                        state.weeksSinceFirst(at),
                        !state.isEmpty(),
                        state.resultsOnly(),
                        said.archetype() == last));
            }
        }
        return samples;
    }

    /** Share of learners whose final archetype is the best match of their plain rates, compared with plain rates. */
    private static double memoryless(PresentationReplay replay, List<Sample> samples) {
        Norms[] other = {replay.evenHalfNorms(1), replay.evenHalfNorms(0)};
        Instant end = replay.presentation.at(100);
        List<Sample> finals =
                samples.stream().filter(each -> each.checkpoint() == LAST).toList();
        int equal = 0;
        List<Enrolment> stayed = replay.stayed();
        for (int i = 0; i < stayed.size(); i++) {
            TraitState plain = stayed.get(i).atCheckpoints.get(LAST).evenly(end);
            Archetype best = ArchetypeModel.assess(
                            plain, other[stayed.get(i).half()], replay.presentation.cohort(), end)
                    .archetype();
            equal += best == finals.get(i).archetype() ? 1 : 0;
        }
        return (double) equal / stayed.size();
    }

    private ConfidencePair fitted(List<PresentationReplay> on) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < replays.size(); i++) {
            if (on.contains(replays.get(i))) {
                samples.addAll(crossFitted.get(i));
            }
        }
        Predicate<Sample> usable = sample -> sample.seen() && sample.checkpoint() < LAST;
        return new ConfidencePair(
                ConfidenceFit.fit(samples.stream()
                        .filter(usable.and(sample -> !sample.resultsOnly()))
                        .toList()),
                ConfidenceFit.fit(
                        samples.stream().filter(usable.and(Sample::resultsOnly)).toList()));
    }

    private List<PresentationReplay> others(PresentationReplay judged) {
        return replays.stream().filter(each -> each != judged).toList();
    }

    private static boolean hasSessions(PresentationReplay replay) {
        List<Enrolment> stayed = replay.stayed();
        long seen = stayed.stream()
                .filter(each -> !each.atCheckpoints.get(LAST).resultsOnly())
                .count();
        return seen >= SESSIONS_SEEN * stayed.size();
    }

    private static List<String> names(List<PresentationReplay> replays) {
        return replays.stream().map(replay -> replay.presentation.name()).toList();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
