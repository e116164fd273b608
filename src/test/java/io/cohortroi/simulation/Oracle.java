package io.cohortroi.simulation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What has to come out, told another way than the program tells it: collect everything of a learner, then work out the
 * final state from the whole set. Only what the rules tie to the order of arrival (equal profile times, the horizon of
 * activity ids, lateness, erasure) is noted on the way. It shares no class with the program.
 */
public final class Oracle {
    /**
     * Leads the name of a fact that says of a completion that it waits. What was booked for an earlier revision is then
     * taken back; whether there is a record that says so depends on the order of arrival.
     */
    private static final String WAITING = "waits/";

    private static final Instant LATEST = Instant.parse("2026-01-02T00:00:00Z");

    private final Set<PlantedBug> bugs;
    private final Facts facts = new Facts();
    private final Catalogue catalogue = new Catalogue();
    private final Map<String, Life> lives = new TreeMap<>();
    private final Map<String, Instant> erased = new TreeMap<>();
    private final FinanceOracle finance;
    private final List<Runnable> bookings = new ArrayList<>();
    private Instant clock = Instant.MIN;

    /** What is known of a learner since the beginning, or since the last erasure. */
    private static final class Life {
        final String learner;
        final TreeMap<Instant, Map<String, Object>> profiles = new TreeMap<>();
        final Map<String, List<Map<String, Object>>> completions = new TreeMap<>();
        final Set<String> activities = new HashSet<>();
        Map<String, Object> lastArrived;
        Instant newest = Instant.MIN;

        Life(String learner) {
            this.learner = learner;
        }

        void sees(Instant time) {
            newest = time.isAfter(newest) ? time : newest;
        }
    }

    private Oracle(Set<PlantedBug> bugs) {
        this.bugs = bugs;
        this.finance = new FinanceOracle(facts, bugs);
    }

    /** @param bugs mistakes that the oracle shall make */
    public static Map<String, String> facts(List<Action> actions, Set<PlantedBug> bugs) {
        Oracle oracle = new Oracle(bugs);
        actions.stream().filter(Action::isReference).forEach(oracle.catalogue::add);
        actions.stream().filter(action -> !action.isReference()).forEach(oracle::see);
        oracle.lives.values().forEach(life -> oracle.conclude(life, false));
        oracle.finance.close();
        oracle.bookings.forEach(Runnable::run);
        oracle.finance.sayRows();
        return oracle.facts.all(oracle.bugs.contains(PlantedBug.FLOAT_SUMS));
    }

    /** Where a completion waits, the records of the program may hold a void that takes back, or nothing. */
    public static void forgetRecordsThatTakeBack(Map<String, String> expected, Map<String, String> actual) {
        for (String waits : List.copyOf(expected.keySet())) {
            if (waits.startsWith(WAITING)) {
                expected.remove(waits);
                String record = "roi/" + waits.substring(WAITING.length()) + "/";
                if ("voided".equals(actual.get(record + "kind"))) {
                    List.of("kind", "cohort", "event_id", "workflow_id", "timestamp")
                            .forEach(field -> actual.remove(record + field));
                }
            }
        }
    }

    private void see(Action action) {
        if (action.kind() == Action.Kind.ERASE) {
            facts.count(action.topic(), "input");
            facts.count(action.topic(), "applied");
            erase(action.key());
        } else if (action.kind() == Action.Kind.SEND) {
            facts.count(action.topic(), "input");
            if (action.reason() != null) {
                refuse(action, action.reason());
            } else {
                admit(action);
            }
        }
    }

    private void refuse(Action action, String reason) {
        facts.count(action.topic(), "dead_lettered");
        facts.add("dead/" + reason + "/" + Arrays.hashCode(action.valueBytes()), BigDecimal.ONE);
    }

    private void admit(Action action) {
        Map<String, Object> fields = action.fields();
        if (action.topic().equals("finance-ledger")) {
            if (fields.get("currency").equals("EUR")) {
                finance.add(plain(fields));
            } else {
                refuse(action, "currency");
            }
            return;
        }
        Instant time = Instant.parse((String)
                switch (action.topic()) {
                    case "learners" -> fields.get("updated_at");
                    case "learner-activity" -> fields.get("occurred_at");
                    default -> fields.get("completed_at");
                });
        if (time.isAfter(LATEST)) {
            refuse(action, "future");
            return;
        }
        clock = time.isAfter(clock) ? time : clock;
        if (Duration.between(time, clock).compareTo(Duration.ofDays(7)) > 0) {
            facts.add("late", BigDecimal.ONE);
        }
        switch (action.topic()) {
            case "learners" -> profile(action, time);
            case "learner-activity" -> activity(action, time);
            default -> completion(action, time);
        }
        Life life = lives.get(action.key());
        if (life != null && !life.newest.equals(Instant.MIN)) {
            finance.seesEvent(time);
        }
    }

    private Life life(String learner) {
        return lives.computeIfAbsent(learner, Life::new);
    }

    private void profile(Action action, Instant time) {
        Instant through = erased.get(action.key());
        if (through != null && !time.isAfter(through)) {
            facts.count("learners", "superseded");
            return;
        }
        erased.remove(action.key());
        Life life = life(action.key());
        life.sees(time);
        Map<String, Object> known = life.profiles.get(time);
        facts.count("learners", known == null ? "applied" : known.equals(action.fields()) ? "duplicate" : "superseded");
        life.profiles.put(time, action.fields());
        life.lastArrived = action.fields();
    }

    private void activity(Action action, Instant time) {
        if (erased.containsKey(action.key())) {
            facts.count(action.topic(), "superseded");
            return;
        }
        Life life = life(action.key());
        if (!life.newest.equals(Instant.MIN) && time.isBefore(life.newest.minus(Duration.ofDays(90)))) {
            refuse(action, "beyond-horizon");
            return;
        }
        life.sees(time);
        boolean fresh = life.activities.add((String) action.fields().get("event_id"));
        boolean counts = fresh || bugs.contains(PlantedBug.ACTIVITY_ID_FORGOTTEN);
        facts.count(action.topic(), counts ? "applied" : "duplicate");
    }

    private void completion(Action action, Instant time) {
        Object currency = action.fields().get("currency");
        if (currency != null && !currency.equals("EUR")) {
            refuse(action, "currency");
            return;
        }
        if (erased.containsKey(action.key())) {
            facts.count(action.topic(), "superseded");
            return;
        }
        Life life = life(action.key());
        life.sees(time);
        String id = (String) action.fields().get("completion_id");
        life.completions.computeIfAbsent(id, key -> new ArrayList<>()).add(plain(action.fields()));
    }

    private static Map<String, Object> plain(Map<String, Object> fields) {
        Map<String, Object> plain = new TreeMap<>(fields);
        plain.replaceAll((name, value) -> value instanceof BigDecimal number ? number.stripTrailingZeros() : value);
        return plain;
    }

    private void erase(String learner) {
        Life life = lives.remove(learner);
        Instant through = Instant.EPOCH;
        if (life != null) {
            conclude(life, true);
            through = life.profiles.isEmpty() ? Instant.EPOCH : life.profiles.lastKey();
        }
        erased.merge(learner, through, (known, next) -> known.isAfter(next) ? known : next);
    }

    /** @param forgotten whether the life ends by an erasure: the sums keep the numbers, and nothing waits any more */
    private void conclude(Life life, boolean forgotten) {
        List<Map<String, Object>> finals = new ArrayList<>();
        for (List<Map<String, Object>> seen : life.completions.values()) {
            List<Map<String, Object>> distinct = new ArrayList<>(new HashSet<>(seen));
            facts.count("training-completions", "duplicate", seen.size() - distinct.size());
            facts.count("training-completions", "superseded", distinct.size() - 1);
            Map<String, Object> winner = distinct.get(0);
            for (Map<String, Object> other : distinct) {
                winner = beats(other, winner) ? other : winner;
            }
            if (waits(life, winner, forgotten)) {
                facts.count("training-completions", forgotten ? "superseded" : "waiting");
                if (!forgotten) {
                    facts.say(WAITING + life.learner + "/" + id(winner), "yes");
                }
            } else {
                facts.count("training-completions", "applied");
                finals.add(winner);
                if (bugs.contains(PlantedBug.DUPLICATE_BOOKED) && seen.size() > distinct.size()) {
                    finals.add(winner);
                }
            }
        }
        for (Map<String, Object> each : finals) {
            finance.charge(each, isGone(each), costBefore(each));
            bookings.add(() -> book(life, each, finals, forgotten));
        }
        if (!forgotten && !life.profiles.isEmpty()) {
            member(life, finals);
        }
    }

    private boolean beats(Map<String, Object> one, Map<String, Object> other) {
        int byRevision = Integer.compare((Integer) one.get("revision"), (Integer) other.get("revision"));
        int byId = ((String) one.get("event_id")).compareTo((String) other.get("event_id"));
        boolean smaller = bugs.contains(PlantedBug.TIE_TO_LARGEST_ID) ? byId > 0 : byId < 0;
        return byRevision > 0 || (byRevision == 0 && smaller);
    }

    private boolean waits(Life life, Map<String, Object> winner, boolean forgotten) {
        if (forgotten
                && life.profiles.isEmpty()
                && clock.isBefore(completedAt(winner).plus(Duration.ofDays(7)))) {
            return true;
        }
        boolean valued = winner.get("cost") != null && winner.get("benefit") != null;
        return !isVoid(winner) && !valued && !catalogue.knowsWorkflow((String) winner.get("workflow_id"));
    }

    private void book(Life life, Map<String, Object> event, List<Map<String, Object>> finals, boolean forgotten) {
        String cohort = cohortAt(life, completedAt(event), completedAt(event));
        boolean gone = isGone(event);
        long units = gone ? 0 : units(event, finals);
        BigDecimal cost = gone ? BigDecimal.ZERO : finance.charged(event, costBefore(event));
        BigDecimal benefit =
                gone ? BigDecimal.ZERO : money(event, "benefit", worth(event).benefit(units));
        BigDecimal multiplier = cost.signum() == 0 ? null : benefit.divide(cost, 12, RoundingMode.HALF_UP);
        if (!forgotten) {
            String record = "roi/" + life.learner + "/" + event.get("completion_id") + "/";
            facts.say(record + "cohort", cohort);
            facts.say(record + "kind", event.get("kind"));
            facts.say(record + "event_id", event.get("event_id"));
            facts.say(record + "workflow_id", event.get("workflow_id"));
            facts.say(record + "timestamp", event.get("completed_at"));
            facts.say(record + "cost", cost);
            facts.say(record + "benefit", benefit);
            facts.say(record + "capabilities_added", BigDecimal.valueOf(units));
            facts.say(record + "roi_multiplier", multiplier);
        }
        if (!gone && !(forgotten && bugs.contains(PlantedBug.ERASURE_TAKES_MONEY_BACK))) {
            for (String scope : List.of(cohort, "overall:all")) {
                facts.book(scope, cost, benefit, multiplier, units);
            }
        }
    }

    private boolean isGone(Map<String, Object> event) {
        return isVoid(event) && !bugs.contains(PlantedBug.VOID_NOT_SUBTRACTED);
    }

    private Catalogue.Worth worth(Map<String, Object> event) {
        return catalogue.worth((String) event.get("workflow_id"), completedAt(event));
    }

    /** Without what finance adds later. */
    private BigDecimal costBefore(Map<String, Object> event) {
        return isGone(event)
                ? BigDecimal.ZERO
                : money(event, "cost", worth(event).cost(decimal(event, "duration_hours")));
    }

    private BigDecimal money(Map<String, Object> event, String field, BigDecimal modelled) {
        BigDecimal given = decimal(event, field);
        RoundingMode rounding = bugs.contains(PlantedBug.ROUNDED_DOWN) ? RoundingMode.DOWN : RoundingMode.HALF_UP;
        return (given == null ? modelled : given).setScale(2, rounding);
    }

    private long units(Map<String, Object> event, List<Map<String, Object>> finals) {
        if (Boolean.FALSE.equals(event.get("success"))) {
            return 0;
        }
        Set<String> ids = ids(event);
        if (ids.isEmpty()) {
            Integer bare = (Integer) event.get("capabilities_added");
            return bare == null ? 0 : bare;
        }
        for (Map<String, Object> other : finals) {
            boolean earlier = completedAt(other).isBefore(completedAt(event))
                    || (completedAt(other).equals(completedAt(event))
                            && id(other).compareTo(id(event)) < 0);
            if (earlier && claims(other) && !bugs.contains(PlantedBug.CAPABILITY_COUNTED_TWICE)) {
                ids.removeAll(ids(other));
            }
        }
        return ids.size();
    }

    private static boolean claims(Map<String, Object> event) {
        return !isVoid(event);
    }

    private static Set<String> ids(Map<String, Object> event) {
        Set<String> ids = new TreeSet<>();
        if (event.get("capabilities") instanceof List<?> list) {
            list.forEach(id -> ids.add((String) id));
        }
        return ids;
    }

    private void member(Life life, List<Map<String, Object>> finals) {
        Map<String, Object> latest = life.profiles.lastEntry().getValue();
        boolean asLastSeen = bugs.contains(PlantedBug.REDEFINITION_NOT_HEARD);
        String cohort = cohortAt(life, life.profiles.lastKey(), asLastSeen ? life.newest : LATEST);
        boolean active = latest.get("status").equals("active");
        long counted = finals.stream().filter(event -> !isVoid(event)).count();
        for (String scope : List.of(cohort, "overall:all")) {
            facts.add("scope/" + scope + "/learners", BigDecimal.ONE);
            facts.add("scope/" + scope + "/active_learners", active ? BigDecimal.ONE : BigDecimal.ZERO);
        }
        facts.say("profile/" + life.learner + "/cohort", cohort);
        facts.say("profile/" + life.learner + "/status", active ? "active" : "inactive");
        facts.say("profile/" + life.learner + "/completions", BigDecimal.valueOf(counted));
        facts.say("profile/" + life.learner + "/updated_at", life.newest);
    }

    /** Of the versions not after {@code time} the newest, skipping inactive ones that say nothing; else the first. */
    private String cohortAt(Life life, Instant time, Instant definitionsAt) {
        if (life.profiles.isEmpty()) {
            return "unassigned";
        }
        if (bugs.contains(PlantedBug.LATE_PROFILE_OVERWRITES)) {
            return catalogue.cohortOf(life.lastArrived, definitionsAt);
        }
        boolean inclusive = !bugs.contains(PlantedBug.AS_OF_IS_EXCLUSIVE);
        List<Map<String, Object>> before =
                new ArrayList<>(life.profiles.headMap(time, inclusive).values());
        if (before.isEmpty()) {
            return catalogue.cohortOf(life.profiles.firstEntry().getValue(), definitionsAt);
        }
        int at = before.size() - 1;
        while (at > 0 && saysNothing(before.get(at))) {
            at--;
        }
        return catalogue.cohortOf(before.get(at), definitionsAt);
    }

    private static boolean saysNothing(Map<String, Object> profile) {
        return profile.get("status").equals("inactive")
                && profile.get("cohort") == null
                && profile.get("attributes") == null;
    }

    private static boolean isVoid(Map<String, Object> event) {
        return event.get("kind").equals("voided");
    }

    private static Instant completedAt(Map<String, Object> event) {
        return Instant.parse((String) event.get("completed_at"));
    }

    private static String id(Map<String, Object> event) {
        return (String) event.get("completion_id");
    }

    private static BigDecimal decimal(Map<String, Object> event, String field) {
        return (BigDecimal) event.get(field);
    }
}
