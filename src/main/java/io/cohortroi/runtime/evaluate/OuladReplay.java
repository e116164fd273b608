package io.cohortroi.runtime.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.cohortroi.domain.learner.TraitState;
import io.cohortroi.runtime.importer.EventSequence;
import io.cohortroi.runtime.importer.ImportedEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One pass over the imported events in event-time order, through the same trait states as the stream keeps. At each
 * checkpoint of each presentation the states of its learners are put aside.
 */
final class OuladReplay {
    /** How far a presentation is, in percent; the last is the whole of it. */
    static final int[] CHECKPOINTS = {15, 25, 40, 55, 70, 85, 100};

    private final ObjectReader json = new ObjectMapper().reader();
    private final Map<String, PresentationReplay> presentations = new LinkedHashMap<>();
    private final Map<String, TraitState> states = new HashMap<>();
    private final Map<String, List<Enrolment>> enrolments = new HashMap<>();

    private record Checkpoint(PresentationReplay replay, int index, Instant at) {}

    private OuladReplay(List<Presentation> courses) {
        courses.forEach(course -> presentations.put(course.name(), new PresentationReplay(course)));
    }

    /** Presentations in the order of the courses file; those in which nobody stayed are left out. */
    static List<PresentationReplay> run(List<Presentation> courses, EventSequence events) throws IOException {
        OuladReplay replay = new OuladReplay(courses);
        List<Checkpoint> checkpoints = replay.checkpoints();
        int next = 0;
        for (ImportedEvent event : events) {
            while (next < checkpoints.size()
                    && event.eventTime().isAfter(checkpoints.get(next).at())) {
                replay.reach(checkpoints.get(next++));
            }
            replay.apply(event);
        }
        while (next < checkpoints.size()) {
            replay.reach(checkpoints.get(next++));
        }
        return replay.presentations.values().stream()
                .filter(each -> !each.stayed().isEmpty())
                .toList();
    }

    private List<Checkpoint> checkpoints() {
        List<Checkpoint> all = new ArrayList<>();
        for (PresentationReplay replay : presentations.values()) {
            for (int i = 0; i < CHECKPOINTS.length; i++) {
                all.add(new Checkpoint(replay, i, replay.presentation.at(CHECKPOINTS[i])));
            }
        }
        all.sort(Comparator.comparing(Checkpoint::at));
        return all;
    }

    private void apply(ImportedEvent event) throws IOException {
        switch (event.topic()) {
            case "learners" -> enrol(json.readTree(event.json()), event);
            case "learner-activity" -> {
                TraitState before = before(event);
                states.put(
                        event.key(),
                        before.onActivity(HistoryEvents.activity(json.readTree(event.json()), event.eventTime())));
            }
            case "training-completions" -> {
                TraitState before = before(event);
                states.put(
                        event.key(),
                        before.onCompletion(HistoryEvents.completion(json.readTree(event.json()), event.eventTime())));
            }
            default -> {} // reference data says nothing of a learner
        }
    }

    private void enrol(JsonNode learner, ImportedEvent event) {
        JsonNode attributes = learner.path("attributes");
        String name = attributes.path("module").asText() + " "
                + attributes.path("presentation").asText();
        PresentationReplay replay = presentations.get(name);
        if (replay == null) {
            return;
        }
        List<Enrolment> own = enrolments.computeIfAbsent(event.key(), ignored -> new ArrayList<>());
        if (learner.path("status").asText().equals("active")) {
            Enrolment enrolment = new Enrolment(event.key(), replay);
            own.add(enrolment);
            replay.enrolments.add(enrolment);
            states.merge(
                    event.key(),
                    TraitState.initial().onRegistered(event.eventTime()),
                    (old, ignored) -> old.onRegistered(event.eventTime()));
            return;
        }
        for (Enrolment enrolment : own) {
            if (enrolment.replay == replay) {
                replay.close(enrolment, state(event.key()), event.eventTime());
                enrolment.left = true;
            }
        }
    }

    /** The learner's state before the event, after telling the sketches how the learner was until now. */
    private TraitState before(ImportedEvent event) {
        TraitState before = state(event.key());
        for (Enrolment enrolment : enrolments.getOrDefault(event.key(), List.of())) {
            enrolment.replay.observe(enrolment, before, event.eventTime());
        }
        return before;
    }

    private void reach(Checkpoint checkpoint) {
        PresentationReplay replay = checkpoint.replay();
        replay.learnedNorms.add(replay.allNorms("learned"));
        for (Enrolment enrolment : replay.enrolments) {
            TraitState state = state(enrolment.learnerId);
            while (enrolment.atCheckpoints.size() <= checkpoint.index()) {
                enrolment.atCheckpoints.add(state);
            }
            if (checkpoint.index() == CHECKPOINTS.length - 1) {
                replay.close(enrolment, state, checkpoint.at());
            }
        }
    }

    private TraitState state(String learnerId) {
        return states.getOrDefault(learnerId, TraitState.initial());
    }
}
