package io.cohortroi.runtime.simulator;

import io.cohortroi.runtime.importer.ImportedEvent;
import io.cohortroi.runtime.importer.TopicNames;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** Records that no stream should take: about two in three days, so that there is something in the dead letters. */
final class Mishaps {
    private static final double PER_DAY = 0.65;

    private final long seed;

    Mishaps(long seed) {
        this.seed = seed;
    }

    void onDay(LocalDate day, List<Member> members, List<Happening> into) {
        Dice dice = Dice.of(seed, "mishap", day.toEpochDay());
        if (!dice.chance(PER_DAY)) {
            return;
        }
        Instant at = day.atTime(dice.between(9, 17), dice.between(0, 59)).toInstant(ZoneOffset.UTC);
        String learner = dice.pick(members).id();
        String id = String.format(Locale.ROOT, "M-%d", day.toEpochDay());
        int kind = dice.between(0, 4);
        into.add(new Happening(at, at, time -> mishap(kind, learner, id, time)));
    }

    private static ImportedEvent mishap(int kind, String learner, String id, Instant time) {
        return switch (kind) {
            case 0 -> completion(learner, id, time, "'capabilities_added':2,'duration_hours':6,'completion_rate':1.3");
            case 1 -> completion(learner, id, time, "'capabilities_added':2,'completion_rate':1");
            case 2 ->
                completion(
                        learner,
                        id,
                        time,
                        "'capabilities_added':1,'duration_hours':5,'completion_rate':1,'cost':4000,'currency':'JPY'");
            case 3 ->
                new ImportedEvent(
                        TopicNames.ACTIVITY,
                        learner,
                        json(
                                "{'event_id':'%s','learner_id':'%s','type':'webinar','occurred_at':'%s'}",
                                id, learner, time),
                        time);
            default ->
                new ImportedEvent(
                        TopicNames.ACTIVITY,
                        learner,
                        json("{'event_id':'%s','learner_id':'%s','ty", id, learner),
                        time);
        };
    }

    private static ImportedEvent completion(String learner, String id, Instant time, String numbers) {
        String value = json(
                "{'event_id':'%s','completion_id':'%s','learner_id':'%s','workflow_id':'wf-401','kind':'completed',"
                        + "'completed_at':'%s'," + numbers + "}",
                id,
                id,
                learner,
                time);
        return new ImportedEvent(TopicNames.COMPLETIONS, learner, value, time);
    }

    private static String json(String singleQuoted, Object... values) {
        return String.format(Locale.ROOT, singleQuoted.replace('\'', '"'), values);
    }
}
