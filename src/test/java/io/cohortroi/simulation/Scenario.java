package io.cohortroi.simulation;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random actions of one seed. Ids come from small universes, so that events meet: of a few learners, each with a few
 * completions of which most have several revisions.
 */
final class Scenario {
    static final Instant START = Instant.parse("2025-03-01T00:00:00Z");
    private static final Instant AFTER_ALL = Instant.parse("2025-12-01T00:00:00Z");
    private static final String[] COHORTS = {"north", "south", "west"};

    /** One refused record for each topic, so that every ledger is said after the last reopening. */
    static final List<Action> CLOSING = List.of(
            Action.refused("learners", "l0", "closing", "malformed"),
            Action.refused("learner-activity", "l0", "closing", "malformed"),
            Action.refused("training-completions", "l0", "closing", "malformed"),
            Action.refused("finance-ledger", "wf-rates", "closing", "malformed"));

    private final Random random;
    private final boolean erasing;
    private final boolean catalogueLate;
    private final int days;
    private final int arrival;
    private final List<Timed> events = new ArrayList<>();
    private int serial;

    private record Timed(Instant arrives, Action action) {}

    private Scenario(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        erasing = random.nextInt(4) == 0;
        catalogueLate = !erasing && random.nextBoolean();
        days = random.nextInt(5) == 0 ? 200 : 12;
        arrival = random.nextInt(4);
    }

    static List<Action> of(long seed) {
        return new Scenario(seed).actions();
    }

    private List<Action> actions() {
        List<Action> actions = new ArrayList<>(References.all());
        Action late = References.workflow(
                "wf-late", 1, Map.of("fixed_cost", number("250"), "capability_value", number("99.99")));
        if (!catalogueLate) {
            actions.add(late);
        }
        // Most mistakes show in a few events, and many short histories say more than few long ones; some need length.
        int size = random.nextInt(3) > 0 ? 4 + random.nextInt(12) : 8 + random.nextInt(40);
        for (int i = 0; i < size; i++) {
            addEvent();
        }
        if (catalogueLate) {
            events.add(new Timed(anyTime(), late));
        }
        if (random.nextInt(3) == 0) {
            redefine();
        }
        if (days > 90 && !erasing && random.nextBoolean()) {
            keepLedger();
        }
        events.sort(Comparator.comparing(Timed::arrives));
        for (Timed event : events) {
            if (random.nextInt(5) == 0) {
                actions.add(Action.of(Action.Kind.TICK));
            }
            if (random.nextInt(40) == 0) {
                actions.add(Action.of(Action.Kind.JUMP));
            }
            if (random.nextInt(40) == 0) {
                actions.add(Action.of(Action.Kind.REOPEN));
            }
            if (random.nextInt(30) == 0) {
                actions.add(Action.of(Action.Kind.ABORT));
            }
            if (erasing && random.nextInt(12) == 0) {
                actions.add(Action.erase(learner()));
            }
            actions.add(event.action());
        }
        return actions;
    }

    /**
     * A cohort is defined anew in the middle of the stream, from a day on that lies after all completions: who belongs
     * where changes, what was booked does not.
     */
    private void redefine() {
        String level = random.nextBoolean() ? "senior" : "junior";
        boolean active = random.nextInt(4) > 0;
        events.add(
                new Timed(anyTime(), References.cohort("seniors", 2, 2, active, "level", level, AFTER_ALL.toString())));
    }

    /** Finance books and corrects, in time and late; some months have no completion, and some are not over. */
    private void keepLedger() {
        List<Map<String, Object>> completions = events.stream()
                .map(Timed::action)
                .filter(action -> action.topic().equals("training-completions") && action.fields() != null)
                .map(Action::fields)
                .toList();
        for (int i = 3 + random.nextInt(10); i > 0; i--) {
            YearMonth month = YearMonth.of(2025, 3 + random.nextInt(7));
            String workflow = workflowId();
            if (!completions.isEmpty() && random.nextInt(4) > 0) {
                Map<String, Object> met = completions.get(random.nextInt(completions.size()));
                month = YearMonth.parse(((String) met.get("completed_at")).substring(0, 7));
                workflow = (String) met.get("workflow_id");
            }
            Instant over =
                    month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("entry_id", "x" + random.nextInt(8));
            fields.put("workflow_id", workflow);
            fields.put("period", month.toString());
            fields.put("category", "delivery");
            fields.put(
                    "amount",
                    number((random.nextInt(8) - 1) * 1000 + random.nextInt(1000) + "." + random.nextInt(1000)));
            fields.put("currency", random.nextInt(10) == 0 ? "USD" : "EUR");
            // Never the same twice, so that it is not the digest that decides which of two contents counts.
            fields.put(
                    "posted_at",
                    over.plus(Duration.ofDays(random.nextInt(20)))
                            .plusSeconds(serial++)
                            .toString());
            Action entry = Action.send("finance-ledger", workflow, fields);
            Instant arrives = anyTime();
            add(arrives, entry);
            if (random.nextInt(3) == 0) {
                add(arrives, respelled(entry));
            }
        }
    }

    private void addEvent() {
        Instant time = anyTime();
        int kind = random.nextInt(20);
        if (kind == 0) {
            add(time, refused());
            return;
        }
        Action action = kind < 5 ? profile(time) : kind < 9 ? activity(time) : completion(time);
        add(time, action);
        while (random.nextInt(10) < 3) {
            add(time.plus(Duration.ofHours(random.nextInt(48))), respelled(action));
        }
    }

    private void add(Instant time, Action action) {
        Instant arrives = switch (arrival) {
            case 0 -> time;
            case 1 -> anyTime();
            default -> time.plus(Duration.ofHours(random.nextInt(24)));
        };
        events.add(new Timed(arrives, action));
    }

    /** The same content: a number may be written with another scale. */
    private Action respelled(Action action) {
        Map<String, Object> fields = new LinkedHashMap<>();
        action.fields().forEach((name, value) -> {
            boolean widen = value instanceof BigDecimal && random.nextInt(4) == 0;
            fields.put(name, widen ? ((BigDecimal) value).setScale(((BigDecimal) value).scale() + 1) : value);
        });
        return Action.send(action.topic(), action.key(), fields);
    }

    private Action profile(Instant time) {
        String learner = learner();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("learner_id", learner);
        fields.put("status", random.nextInt(4) == 0 ? "inactive" : "active");
        fields.put("registered_at", START.toString());
        fields.put("updated_at", time.toString());
        if (random.nextInt(3) > 0) {
            fields.put("cohort", COHORTS[random.nextInt(COHORTS.length)]);
        }
        if (random.nextBoolean()) {
            Map<String, Object> attributes = new LinkedHashMap<>();
            attributes.put("department", random.nextBoolean() ? "Sales" : "Support");
            attributes.put("level", random.nextBoolean() ? "senior" : "junior");
            fields.put("attributes", attributes);
        }
        return Action.send("learners", learner, fields);
    }

    private Action activity(Instant time) {
        String learner = learner();
        Map<String, Object> fields = new LinkedHashMap<>();
        // An id that comes back at another time once it was forgotten is a new activity, so over a long time it says
        // when.
        String when = days > 90 ? "-" + time.getEpochSecond() : "";
        fields.put("event_id", "a" + random.nextInt(8) + when);
        fields.put("learner_id", learner);
        fields.put("type", random.nextBoolean() ? "quiz" : "session");
        fields.put("occurred_at", time.toString());
        fields.put("score", number("0." + random.nextInt(100)));
        return Action.send("learner-activity", learner, fields);
    }

    private Action completion(Instant time) {
        String learner = learner();
        int id = random.nextInt(6);
        Map<String, Object> fields = new LinkedHashMap<>();
        int revision = random.nextInt(4);
        String kind = revision == 0 ? "completed" : random.nextInt(3) == 0 ? "voided" : "corrected";
        fields.put("event_id", "e" + random.nextInt(1000) + "-" + serial++);
        fields.put("completion_id", "c" + id);
        fields.put("learner_id", learner);
        fields.put("workflow_id", id == 5 ? "wf-never" : workflowId());
        fields.put("kind", kind);
        fields.put("completed_at", time.toString());
        if (random.nextBoolean()) {
            List<String> capabilities = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                capabilities.add("k" + random.nextInt(5));
            }
            fields.put("capabilities", capabilities);
        } else {
            fields.put("capabilities_added", random.nextInt(9));
        }
        fields.put("duration_hours", number(random.nextInt(20) + "." + random.nextInt(10)));
        fields.put("completion_rate", number("0." + random.nextInt(1000)));
        if (random.nextBoolean()) {
            fields.put(
                    "cost", number(random.nextInt(4) == 0 ? "0" : random.nextInt(5000) + "." + random.nextInt(1000)));
        }
        if (random.nextBoolean()) {
            fields.put("benefit", number(random.nextInt(9000) + "." + random.nextInt(1000)));
        }
        if (random.nextInt(6) == 0) {
            fields.put("success", false);
        }
        if (random.nextInt(10) < 3) {
            fields.put("currency", random.nextInt(6) == 0 ? "USD" : "EUR");
        }
        fields.put("revision", revision);
        return Action.send("training-completions", learner, fields);
    }

    private Action refused() {
        return switch (random.nextInt(6)) {
            case 0 -> Action.refused("training-completions", "l0", "{\"event_id\":", "malformed");
            case 1 -> Action.refused("learners", "l0", "{\"learner_id\":\"l0\",\"status\":\"gone\"}", "invalid");
            case 2 -> Action.refused("learner-activity", "l1", "[]", "malformed");
            case 3 -> Action.refused("training-completions", "l0", "{" + " ".repeat(300_000) + "}", "oversize");
            case 4 -> {
                Action good = activity(anyTime());
                yield new Action(Action.Kind.SEND, good.topic(), "other", good.fields(), null, "key-mismatch");
            }
            default -> {
                Action good = profile(Instant.parse("2026-01-02T00:00:00.001Z"));
                yield new Action(Action.Kind.SEND, good.topic(), good.key(), good.fields(), null, "future");
            }
        };
    }

    private String workflowId() {
        return new String[] {"wf-rates", "wf-parts", "wf-turns", "wf-late"}[random.nextInt(4)];
    }

    private String learner() {
        return "l" + random.nextInt(3);
    }

    private Instant anyTime() {
        int hours = random.nextInt(days * 4) * 6;
        return START.plus(Duration.ofHours(hours));
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }
}
