package io.cohortroi.faults;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A kind of bad input: where it is sent, and the reason it has to be dead-lettered with. Each record of it is made from a
 * number, so that no two are the same.
 *
 * @param reason the stable code, in the words of the contract
 */
record Poison(String name, String topic, String reason, IntFunction<Letter> maker) {
    private static final String COMPLETIONS = "training-completions";
    private static final String ACTIVITY = "learner-activity";
    private static final String LEARNERS = "learners";
    private static final Map<String, byte[]> STRUCTURED =
            Map.of("content-type", bytes("application/cloudevents+json; charset=utf-8"));

    /** What is sent: key, value and headers. */
    static final class Letter {
        private final byte[] key;
        private final byte[] value;
        private final Map<String, byte[]> headers;

        Letter(byte[] key, byte[] value, Map<String, byte[]> headers) {
            this.key = key;
            this.value = value;
            this.headers = headers;
        }

        byte[] key() {
            return key;
        }

        byte[] value() {
            return value;
        }

        Map<String, byte[]> headers() {
            return headers;
        }
    }

    /** Every kind there is: at least forty. */
    static List<Poison> all() {
        List<Poison> all = new ArrayList<>();
        notOneObject(all);
        beyondBounds(all);
        wrongFields(all);
        wrongTimes(all);
        wrongKeys(all);
        wrongReferences(all);
        return List.copyOf(all);
    }

    private static void notOneObject(List<Poison> all) {
        all.add(value("nothing at all", n -> new byte[0]));
        all.add(value("blanks", n -> bytes(" ".repeat(1 + n % 7))));
        all.add(value("an array", n -> bytes("[" + completion(n) + "]")));
        all.add(value("a string", n -> bytes("\"completion " + n + "\"")));
        all.add(value("a number", n -> bytes("4" + n)));
        all.add(value("the word null", n -> bytes("null")));
        all.add(value("cut off", n -> bytes(completion(n).substring(0, 40 + n % 60))));
        all.add(value("more after the end", n -> bytes(completion(n) + completion(n))));
        all.add(value("single quotes", n -> bytes(completion(n).replace('"', '\''))));
        all.add(value("a comment", n -> bytes("/* " + n + " */" + completion(n))));
        all.add(value("a byte that is no UTF-8", n -> broken(n, 0xFF)));
        all.add(value("UTF-8 longer than needed", n -> broken(n, 0xC0, 0x80)));
        all.add(value("half a surrogate pair", n -> broken(n, 0xED, 0xA0, 0x80)));
        all.add(value("UTF-16", n -> completion(n).getBytes(StandardCharsets.UTF_16)));
        all.add(value("a schema registry's bytes", n -> new byte[] {0, 0, 0, 0, (byte) n, 2, 6, 'l', (byte) 0x80}));
        all.add(malformed("NaN", "\"cost\":2400", "\"cost\":NaN"));
        all.add(malformed("an infinity", "\"cost\":2400", "\"cost\":-Infinity"));
        all.add(malformed("a number that begins with 0", "\"cost\":2400", "\"cost\":02400"));
        all.add(malformed("a field twice", "\"cost\":2400", "\"cost\":2400,\"cost\":0"));
        all.add(malformed("half a surrogate pair as an escape", "\"workflow_id\":\"", "\"workflow_id\":\"\\ud800"));
        all.add(malformed("a line break in a string", "\"workflow_id\":\"", "\"workflow_id\":\"\n"));
    }

    private static void beyondBounds(List<Poison> all) {
        all.add(malformed("deep", "\"cost\":2400", "\"deep\":" + "[".repeat(40) + "]".repeat(40)));
        all.add(malformed("a long string", "\"cost\":2400", "\"long\":\"" + "x".repeat(70_000) + "\""));
        all.add(malformed("a long number", "\"cost\":2400", "\"cost\":" + "9".repeat(65)));
        all.add(malformed("a long name", "\"cost\":2400", "\"" + "n".repeat(257) + "\":1"));
        all.add(malformed("an exponent of eleven digits", "\"cost\":2400", "\"cost\":1e99999999999"));
        all.add(changed("an exponent of nine digits", "invalid", "\"cost\":2400", "\"cost\":1e-999999999"));
        all.add(changed("oversize", "oversize", "\"cost\":2400", "\"cost\":2400" + " ".repeat(300_000)));
    }

    private static void wrongFields(List<Poison> all) {
        all.add(changed("a required field missing", "invalid", "\"completion_rate\":0.95,", ""));
        all.add(changed("a required field null", "invalid", "\"duration_hours\":12", "\"duration_hours\":null"));
        all.add(changed("a number in quotes", "invalid", "\"cost\":2400", "\"cost\":\"2400\""));
        all.add(changed("a flag in quotes", "invalid", "\"cost\":2400", "\"success\":\"true\""));
        all.add(changed("a list where text belongs", "invalid", "\"workflow_id\":\"wf-1\"", "\"workflow_id\":[]"));
        all.add(changed("a negative amount", "invalid", "\"cost\":2400", "\"cost\":-0.01"));
        all.add(changed("a share above 1", "invalid", "\"completion_rate\":0.95", "\"completion_rate\":95"));
        all.add(changed("half a capability", "invalid", "\"capabilities_added\":8", "\"capabilities_added\":8.5"));
        all.add(changed("an unknown kind", "invalid", "\"completed\"", "\"finished\""));
        all.add(changed("a revision of the first", "invalid", "\"revision\":0", "\"revision\":2"));
        all.add(changed("an empty id", "invalid", "\"workflow_id\":\"wf-1\"", "\"workflow_id\":\"\""));
        all.add(changed("a control character in an id", "invalid", "\"wf-1\"", "\"wf\\u0000\""));
        all.add(changed(
                "costs that disagree", "invalid", "\"revision\"", "\"cost_breakdown\":{\"design\":1},\"revision\""));
        all.add(changed("a currency in small letters", "invalid", "\"revision\"", "\"currency\":\"eur\",\"revision\""));
        all.add(changed("a foreign currency", "currency", "\"revision\"", "\"currency\":\"XAU\",\"revision\""));
        all.add(of(
                "an unknown type of activity",
                ACTIVITY,
                "invalid",
                n -> activity(n, "2025-02-03").replace("quiz", "magic")));
        all.add(of(
                "an unknown status",
                LEARNERS,
                "invalid",
                n -> profile(n, "2025-02-03T00:00:00Z").replace("\"active\"", "\"gone\"")));
        all.add(of(
                "an attribute that is a number",
                LEARNERS,
                "invalid",
                n -> profile(n, "2025-02-03T00:00:00Z").replace("\"Sales\"", "7")));
        all.add(new Poison(
                "a CloudEvent without data",
                COMPLETIONS,
                "invalid",
                n -> new Letter(
                        bytes(learner(n)), bytes("{\"specversion\":\"1.0\",\"id\":\"" + n + "\"}"), STRUCTURED)));
    }

    private static void wrongTimes(List<Poison> all) {
        all.add(changed("a time without offset", "invalid", "00:00:00Z", "00:00:00"));
        all.add(changed("a day that is none", "invalid", "2025-02-03T", "2025-02-30T"));
        all.add(changed("a time before the epoch of all systems", "invalid", "2025-02-03T", "-0044-03-15T"));
        all.add(changed("a year of five digits", "invalid", "2025-02-03T", "+12025-02-03T"));
        all.add(changed("a completion in 2099", "future", "2025-02-03T", "2099-02-03T"));
        all.add(of("an activity in 2099", ACTIVITY, "future", n -> activity(n, "2099-01-01")));
        all.add(of("a profile of 2099", LEARNERS, "future", n -> profile(n, "2099-01-01T00:00:00Z")));
        all.add(of("an activity of long ago", ACTIVITY, "beyond-horizon", n -> activity(n, "2020-01-01")));
    }

    private static void wrongKeys(List<Poison> all) {
        all.add(new Poison(
                "another learner's key",
                COMPLETIONS,
                "key-mismatch",
                n -> new Letter(bytes(learner(n + 1)), bytes(completion(n)), Map.of())));
        all.add(new Poison(
                "no key", COMPLETIONS, "key-mismatch", n -> new Letter(null, bytes(completion(n)), Map.of())));
        all.add(new Poison(
                "a null value that erases nobody",
                ACTIVITY,
                "invalid",
                n -> new Letter(bytes(learner(n)), null, Map.of())));
    }

    private static void wrongReferences(List<Poison> all) {
        all.add(reference(
                "a rule on an unknown trait",
                "cohorts",
                "invalid",
                "bad-%d@1",
                "{'cohort_id':'bad-%d','name':'n','active':true,'rule':{'trait':'charm','gte':0.5}}"));
        all.add(reference(
                "a version in the key only",
                "cohorts",
                "key-mismatch",
                "bad-%d@2",
                "{'cohort_id':'bad-%d','name':'n','active':true}"));
        all.add(
                reference(
                        "a workflow that pays",
                        "workflows",
                        "invalid",
                        "bad-%d@1",
                        "{'workflow_id':'bad-%d','name':'n','domain':'d','components':['x'],'duration_minutes':1,"
                                + "'difficulty':'advanced','hands_on_share':0.5,'retention_requirement':0.5,'hourly_cost':-1}"));
        all.add(reference(
                "an unknown archetype",
                "archetype-baselines",
                "invalid",
                "Wizard@%d",
                "{'archetype':'Wizard','roi_multiplier':1.5,'version':%d,'source':'manual'}"));
    }

    private static Poison value(String name, IntFunction<byte[]> value) {
        return new Poison(name, COMPLETIONS, "malformed", n -> new Letter(bytes(learner(n)), value.apply(n), Map.of()));
    }

    private static Poison malformed(String name, String from, String to) {
        return changed(name, "malformed", from, to);
    }

    private static Poison changed(String name, String reason, String from, String to) {
        return of(name, COMPLETIONS, reason, n -> {
            String good = completion(n);
            if (!good.contains(from)) {
                throw new IllegalStateException(name + " changes nothing");
            }
            return good.replace(from, to);
        });
    }

    private static Poison of(String name, String topic, String reason, IntFunction<String> value) {
        return new Poison(name, topic, reason, n -> new Letter(bytes(learner(n)), bytes(value.apply(n)), Map.of()));
    }

    private static Poison reference(String name, String topic, String reason, String key, String json) {
        return new Poison(
                name,
                topic,
                reason,
                n -> new Letter(
                        bytes(key.replace("%d", "" + (n + 1))),
                        bytes(json.replace("%d", "" + (n + 1)).replace('\'', '"')),
                        Map.of()));
    }

    private static byte[] broken(int n, int... bytes) {
        byte[] good = bytes(completion(n));
        for (int i = 0; i < bytes.length; i++) {
            good[20 + i] = (byte) bytes[i];
        }
        return good;
    }

    static String learner(int n) {
        return "l" + Math.floorMod(n, PoisonTest.LEARNERS);
    }

    static String completion(int n) {
        return "{\"event_id\":\"event-" + n + "\",\"completion_id\":\"c-" + n + "\",\"learner_id\":\"" + learner(n)
                + "\",\"workflow_id\":\"wf-1\",\"kind\":\"completed\",\"completed_at\":\"2025-02-03T00:00:00Z\","
                + "\"capabilities_added\":8,\"duration_hours\":12,\"completion_rate\":0.95,\"cost\":2400,"
                + "\"benefit\":4608,\"revision\":0}";
    }

    static String activity(int n, String day) {
        return "{\"event_id\":\"a-" + n + "\",\"learner_id\":\"" + learner(n)
                + "\",\"type\":\"quiz\",\"occurred_at\":\"" + day + "T08:00:00Z\",\"score\":0.5}";
    }

    static String profile(int n, String updatedAt) {
        return "{\"learner_id\":\"" + learner(n)
                + "\",\"status\":\"active\",\"registered_at\":\"2025-01-01T00:00:00Z\","
                + "\"updated_at\":\"" + updatedAt + "\",\"cohort\":\"cohort-001\","
                + "\"attributes\":{\"department\":\"Sales\"}}";
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
