package io.cohortroi.faults;

import io.cohortroi.simulation.Action;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * An endless input of one seed: profiles, activity, completions with corrections and voids in any order, 30 %
 * repeats, arrivals shuffled over a day, and one record in a hundred that is refused. Event time goes on slowly, so that
 * no order of arrival over partitions makes a record too late or too old.
 */
final class Feed {
    /** The month ends after some two thousand events, so that finance can be late. */
    private static final Instant START = Instant.parse("2025-03-31T12:00:00Z");

    private static final Duration STEP = Duration.ofSeconds(20);
    private static final int LEARNERS = 300;
    private static final String[] COHORTS = {"north", "south", "west"};
    private static final String[] WORKFLOWS = {"wf-rates", "wf-parts", "wf-late"};

    private final Random random;
    private final List<Action> recent = new ArrayList<>();
    private int made;

    Feed(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    /** What has to be there before the program starts. */
    static List<Action> catalogue() {
        return List.of(
                workflow("wf-rates", Map.of("fixed_cost", "100.10", "hourly_cost", "33.333", "isolation", "0.6")),
                workflow("wf-parts", Map.of("hourly_cost", "7", "capability_value", "12.345")),
                rule("sales", "Sales", 1),
                rule("support", "Support", 2));
    }

    /** One profile of every learner: nobody's completions wait for good. */
    static List<Action> closing() {
        List<Action> all = new ArrayList<>();
        for (int i = 0; i < LEARNERS; i++) {
            all.add(profile("l" + i, START.minusSeconds(1 + i), "north", null));
        }
        return all;
    }

    Action next() {
        made++;
        if (made == 500) {
            return workflow("wf-late", Map.of("fixed_cost", "250", "capability_value", "99.99"));
        }
        if (random.nextInt(100) == 0) {
            return refused();
        }
        if (!recent.isEmpty() && random.nextInt(10) < 3) {
            return recent.get(random.nextInt(recent.size()));
        }
        Action action = random.nextInt(60) == 0 ? invoice() : event();
        if (recent.size() < 500) {
            recent.add(action);
        } else {
            recent.set(random.nextInt(500), action);
        }
        return action;
    }

    private Action event() {
        int kind = random.nextInt(20);
        Instant time = START.plus(STEP.multipliedBy(made)).minusSeconds(random.nextInt(86_400));
        String learner = "l" + random.nextInt(LEARNERS);
        return kind < 4 ? profileAt(learner, time) : kind < 8 ? activity(learner, time) : completion(learner, time);
    }

    /** Of a few ids, so that most correct an earlier one. */
    private Action invoice() {
        String workflow = WORKFLOWS[random.nextInt(WORKFLOWS.length)];
        int day = 1 + random.nextInt(28);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("entry_id", "x" + random.nextInt(20));
        fields.put("workflow_id", workflow);
        fields.put("period", random.nextInt(4) == 0 ? "2025-04" : "2025-03");
        fields.put("category", "delivery");
        fields.put("amount", new BigDecimal(random.nextInt(300_000) - 30_000 + "." + random.nextInt(1000)));
        fields.put("currency", "EUR");
        fields.put(
                "posted_at",
                Instant.parse(String.format(Locale.ROOT, "2025-04-%02dT00:00:00Z", day))
                        .plusSeconds(made)
                        .toString());
        return Action.send("finance-ledger", workflow, fields);
    }

    private Action profileAt(String learner, Instant time) {
        String cohort = random.nextInt(3) > 0 ? COHORTS[random.nextInt(COHORTS.length)] : null;
        return profile(learner, time, cohort, random.nextBoolean() ? "Sales" : "Support");
    }

    private static Action profile(String learner, Instant time, String cohort, String department) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("learner_id", learner);
        fields.put("status", "active");
        fields.put("registered_at", START.toString());
        fields.put("updated_at", time.toString());
        if (cohort != null) {
            fields.put("cohort", cohort);
        }
        if (department != null) {
            fields.put("attributes", Map.of("department", department));
        }
        return Action.send("learners", learner, fields);
    }

    private Action activity(String learner, Instant time) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event_id", "a" + made);
        fields.put("learner_id", learner);
        fields.put("type", random.nextBoolean() ? "quiz" : "session");
        fields.put("occurred_at", time.toString());
        fields.put("score", new BigDecimal("0." + random.nextInt(100)));
        return Action.send("learner-activity", learner, fields);
    }

    private Action completion(String learner, Instant time) {
        // Every second is a revision of one of the learner's latest completions, which may come before it.
        int id = made / 4_000 * 20 + random.nextInt(20);
        int revision = random.nextInt(4);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event_id", "e" + made);
        fields.put("completion_id", "c" + id);
        fields.put("learner_id", learner);
        fields.put("workflow_id", WORKFLOWS[random.nextInt(WORKFLOWS.length)]);
        fields.put("kind", revision == 0 ? "completed" : random.nextInt(3) == 0 ? "voided" : "corrected");
        fields.put("completed_at", time.toString());
        if (random.nextBoolean()) {
            fields.put("capabilities", List.of("k" + random.nextInt(30), "k" + random.nextInt(30)));
        } else {
            fields.put("capabilities_added", random.nextInt(9));
        }
        fields.put("duration_hours", new BigDecimal(random.nextInt(20) + "." + random.nextInt(10)));
        fields.put("completion_rate", new BigDecimal("0." + random.nextInt(1000)));
        if (random.nextBoolean()) {
            fields.put("cost", new BigDecimal(random.nextInt(5000) + "." + random.nextInt(1000)));
        }
        if (random.nextBoolean()) {
            fields.put("benefit", new BigDecimal(random.nextInt(9000) + "." + random.nextInt(1000)));
        }
        fields.put("revision", revision);
        return Action.send("training-completions", learner, fields);
    }

    private Action refused() {
        String learner = "l" + random.nextInt(LEARNERS);
        return switch (random.nextInt(5)) {
            case 0 -> Action.refused("training-completions", learner, "{\"event_id\":" + made, "malformed");
            case 1 ->
                Action.refused(
                        "learners", learner, "{\"learner_id\":\"" + learner + "\",\"n\":" + made + "}", "invalid");
            case 2 -> Action.refused("learner-activity", learner, "[" + made + "]", "malformed");
            case 3 ->
                Action.refused(
                        "training-completions", learner, "{\"n\":" + made + " ".repeat(300_000) + "}", "oversize");
            default ->
                Action.refused(
                        "learners",
                        learner,
                        "{\"learner_id\":\"" + learner + "\",\"status\":\"active\",\"registered_at\":\"" + START
                                + "\",\"updated_at\":\"2099-01-01T00:00:"
                                + String.format(Locale.ROOT, "%02d", made % 60) + "Z\"}",
                        "future");
        };
    }

    private static Action workflow(String id, Map<String, String> money) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("workflow_id", id);
        fields.put("name", id);
        fields.put("domain", "engineering");
        fields.put("components", List.of("other"));
        fields.put("duration_minutes", 60);
        fields.put("difficulty", "advanced");
        fields.put("hands_on_share", new BigDecimal("0.5"));
        fields.put("retention_requirement", new BigDecimal("0.5"));
        money.forEach((name, amount) -> fields.put(name, new BigDecimal(amount)));
        return Action.send("workflows", id + "@1", fields);
    }

    private static Action rule(String id, String department, int priority) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("cohort_id", id);
        fields.put("name", id);
        fields.put("active", true);
        fields.put("priority", priority);
        fields.put("rule", Map.of("attribute", "department", "equals", department));
        return Action.send("cohorts", id + "@1", fields);
    }
}
