package io.cohortroi.domain.learner;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.roi.CompletionEvent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the traits of one learner need to remember: some forty whole numbers, whatever the length of the history.
 *
 * <p>Everything is a count, a sum, a smallest, a largest or a bit, so the events of the last 64 days give the same
 * state in whatever order they come. An activity day more than 64 days behind the newest one is counted as an event but
 * not as an active day: whether the day is new can no longer be told. Ageing happens when the state is
 * looked at ({@link RawTraits#of}), never when an event is applied, so event times may run backwards.
 *
 * <p>Worked: a quiz scored 0.8 on 2 March and a session on 3 March leave activities 2, quizzes 1, active days 2.
 */
public final class TraitState {
    private static final int REGISTERED = 0;
    private static final int FIRST_SECOND = 1;
    private static final int LAST_SECOND = 2;
    private static final int ACTIVITIES = 3;
    private static final int QUIZZES = 4;
    private static final int COMPLETIONS = 5;
    private static final int ACTIVE_DAYS = 6;
    private static final int NEWEST_DAY = 7;
    private static final int DAY_BITS = 8;
    private static final int ACTIVE_WEEKS = 9;
    private static final int NEWEST_WEEK = 10;
    private static final int WEEK_BITS = 11;
    private static final int GAINED = 12;
    private static final int GAINED_DAYS = 13;
    private static final int SCORES = 14;
    private static final int SCORE_MILLIONTHS = 15;
    private static final int FEEDBACK = 16;
    private static final int ACTED_ON = 17;
    private static final int REPEATS = 18;
    private static final int INTENSITY = 19;
    private static final int DOMAINS = 20;
    static final int DOMAIN_SLOTS = 16;
    private static final int LENGTH = DOMAINS + DOMAIN_SLOTS;

    /** No time known yet; never a time an event can have. */
    private static final long NEVER = Long.MIN_VALUE;

    private static final int DAY_SECONDS = 86_400;
    private static final long MOST_PER_EVENT = 1_000;

    private final long[] at;

    private TraitState(long[] at) {
        this.at = at;
    }

    public static TraitState initial() {
        long[] at = new long[LENGTH];
        at[REGISTERED] = NEVER;
        at[FIRST_SECOND] = NEVER;
        at[LAST_SECOND] = NEVER;
        at[NEWEST_DAY] = NEVER;
        at[NEWEST_WEEK] = NEVER;
        return new TraitState(at);
    }

    /** Keeps the earliest registration; a registration is no activity. */
    public TraitState onRegistered(Instant registeredAt) {
        long second = registeredAt.getEpochSecond();
        if (at[REGISTERED] != NEVER && at[REGISTERED] <= second) {
            return this;
        }
        long[] next = at.clone();
        next[REGISTERED] = second;
        return new TraitState(next);
    }

    public TraitState onActivity(ActivityEvent e) {
        long[] next = at.clone();
        long second = e.occurredAt().getEpochSecond();
        seen(next, second);
        next[ACTIVITIES]++;
        Long count = e.count();
        long weight = count == null ? 1 : clamp(count);
        next[INTENSITY] += weight;
        String domain = e.domain() != null ? e.domain() : e.component();
        if (domain != null) {
            next[DOMAINS + slot(domain)] += weight;
        }
        Double score = e.score();
        if (e.type() == ActivityType.QUIZ) {
            next[QUIZZES]++;
            if (score != null) {
                next[SCORES]++;
                next[SCORE_MILLIONTHS] += Math.round(score * 1_000_000);
            }
        }
        if (Boolean.TRUE.equals(e.repeat())) {
            next[REPEATS]++;
        }
        if (e.actedOn() != null) {
            next[FEEDBACK]++;
            next[ACTED_ON] += e.actedOn() ? 1 : 0;
        }
        return new TraitState(next);
    }

    /** Called once per completion, when it is first applied: a correction changes what was earned, not how one learns. */
    public TraitState onCompletion(CompletionEvent e) {
        long[] next = at.clone();
        long second = e.completedAt().getEpochSecond();
        seen(next, second);
        next[COMPLETIONS]++;
        Long added = e.capabilitiesAdded();
        long gained = clamp(
                added == null || !e.capabilities().isEmpty() ? e.capabilities().size() : added);
        next[GAINED] += gained;
        next[GAINED_DAYS] += gained * Math.floorDiv(second, DAY_SECONDS);
        return new TraitState(next);
    }

    public long activities() {
        return at[ACTIVITIES];
    }

    public long quizzes() {
        return at[QUIZZES];
    }

    public long completions() {
        return at[COMPLETIONS];
    }

    /** The time of the earliest activity or completion. */
    public Optional<Instant> firstEventAt() {
        return instant(FIRST_SECOND);
    }

    public Optional<Instant> lastEventAt() {
        return instant(LAST_SECOND);
    }

    public Optional<Instant> registeredAt() {
        return instant(REGISTERED);
    }

    /** Nothing was ever seen of this learner but, at most, a registration. */
    public boolean isEmpty() {
        return at[FIRST_SECOND] == NEVER;
    }

    long activeDays() {
        return at[ACTIVE_DAYS];
    }

    long activeWeeks() {
        return at[ACTIVE_WEEKS];
    }

    long gained() {
        return at[GAINED];
    }

    long scores() {
        return at[SCORES];
    }

    double scoreSum() {
        return at[SCORE_MILLIONTHS] / 1e6;
    }

    long feedback() {
        return at[FEEDBACK];
    }

    long actedOn() {
        return at[ACTED_ON];
    }

    long repeats() {
        return at[REPEATS];
    }

    long domainWeight(int slot) {
        return at[DOMAINS + slot];
    }

    /** Days from the first event to {@code asOf}, never negative; 0 for an empty state. */
    double daysSinceFirst(Instant asOf) {
        if (isEmpty()) {
            return 0;
        }
        return Math.max(0, asOf.getEpochSecond() - at[FIRST_SECOND]) / (double) DAY_SECONDS;
    }

    public void write(BinaryWriter out) {
        out.writeUnsigned(LENGTH);
        for (long value : at) {
            out.writeSigned(value);
        }
    }

    public static TraitState read(BinaryReader in) {
        int length = in.readSize();
        if (length != LENGTH) {
            throw new io.cohortroi.domain.binary.MalformedStateException(
                    "a trait state has " + LENGTH + " numbers, found " + length);
        }
        long[] at = new long[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            at[i] = in.readSigned();
        }
        return new TraitState(at);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TraitState state && Arrays.equals(at, state.at);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(at);
    }

    @Override
    public String toString() {
        return "TraitState" + Arrays.toString(at);
    }

    private Optional<Instant> instant(int field) {
        return at[field] == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochSecond(at[field]));
    }

    private static void seen(long[] next, long second) {
        if (next[FIRST_SECOND] == NEVER || second < next[FIRST_SECOND]) {
            next[FIRST_SECOND] = second;
        }
        next[LAST_SECOND] = Math.max(next[LAST_SECOND], second);
        long day = Math.floorDiv(second, DAY_SECONDS);
        mark(next, day, NEWEST_DAY, DAY_BITS, ACTIVE_DAYS);
        mark(next, Math.floorDiv(day, 7), NEWEST_WEEK, WEEK_BITS, ACTIVE_WEEKS);
    }

    /** Sets the bit of a day or week (bit 0 is the newest) and counts it when it was not set. */
    private static void mark(long[] next, long when, int newest, int bits, int count) {
        if (next[newest] == NEVER) {
            next[newest] = when;
        } else if (when > next[newest]) {
            long ahead = when - next[newest];
            next[bits] = ahead >= Long.SIZE ? 0 : next[bits] << ahead;
            next[newest] = when;
        }
        long behind = next[newest] - when;
        if (behind < Long.SIZE) {
            long bit = 1L << behind;
            if ((next[bits] & bit) == 0) {
                next[bits] |= bit;
                next[count]++;
            }
        }
    }

    private static long clamp(long value) {
        return Math.max(0, Math.min(MOST_PER_EVENT, value));
    }

    /** String.hashCode is specified, so a domain falls into the same slot on every platform. */
    private static int slot(String domain) {
        int hash = domain.hashCode() * 0x9E3779B9;
        return hash >>> 28;
    }
}
