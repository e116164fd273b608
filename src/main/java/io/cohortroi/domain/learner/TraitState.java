package io.cohortroi.domain.learner;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.roi.CompletionEvent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the traits of one learner need to remember: some sixty whole numbers, however long the history is.
 *
 * <p>Every amount (active days, capabilities gained, results, …) is kept as its sum and its moment, the sum of amount
 * times epoch day. From these two follows the amount's average over the whole time since the learner began, for any later
 * day, without a logarithm or a rounding: ageing happens when the state is looked at ({@link RawTraits#of}), never when
 * an event is applied. Event times may therefore run backwards, and within 64 days the same events give the same state in every order. An
 * event further behind the newest one still counts, but not as an active day: whether its day is new can no longer be told.
 *
 * <p>What is older than two years fades: each time the history reaches 728 days it is pressed into 364, at half
 * its weight, so that a learner is mostly known by the last two years.
 *
 * <p>Worked: a quiz scored 0.8 on 2 March and a session on 3 March leave activities 2, quizzes 1, active days 2.
 */
public final class TraitState {
    private static final int FIRST_SECOND = 0;
    private static final int LAST_SECOND = 1;
    private static final int ACTIVITIES = 2;
    private static final int QUIZZES = 3;
    private static final int COMPLETIONS = 4;
    /** The day from which averages are taken: the first event's, later while history is pressed. */
    private static final int ORIGIN = 5;

    private static final int PRESSED = 6;
    private static final int DAY_BITS = 7;
    private static final int RESULT_SQUARES = 8;
    /** From here on sums, each followed by its moment. */
    private static final int AMOUNTS = 9;

    static final int DAYS = AMOUNTS;
    static final int GAINED = AMOUNTS + 2;
    static final int RESULTS = AMOUNTS + 4;
    static final int SCORE_MILLIONTHS = AMOUNTS + 6;
    static final int REPEATS = AMOUNTS + 8;
    static final int FEEDBACK = AMOUNTS + 10;
    static final int ACTED_ON = AMOUNTS + 12;
    private static final int DOMAINS = AMOUNTS + 14;
    static final int DOMAIN_SLOTS = 16;
    private static final int LENGTH = DOMAINS + 2 * DOMAIN_SLOTS;

    private static final int DAY_SECONDS = 86_400;
    /** Days are kept within this distance of 1970, so that no hostile date overflows a moment. */
    private static final long FURTHEST_DAY = 1_000_000;

    private static final long MOST_PER_EVENT = 1_000;
    private static final long REMEMBERED_DAYS = 728;

    private static final TraitState INITIAL = new TraitState(new long[LENGTH], Long.MIN_VALUE);

    private final long[] at;
    private final long registeredSecond;

    private TraitState(long[] at, long registeredSecond) {
        this.at = at;
        this.registeredSecond = registeredSecond;
    }

    public static TraitState initial() {
        return INITIAL;
    }

    /** Keeps the earliest registration; a registration is no activity. */
    public TraitState onRegistered(Instant registeredAt) {
        long second = registeredAt.getEpochSecond();
        boolean earlier = registeredSecond == Long.MIN_VALUE || second < registeredSecond;
        return earlier ? new TraitState(at, second) : this;
    }

    /** Counts and minutes are taken as 0 to 1,000 each, scores as 0 to 1; what the source did not say changes nothing. */
    public TraitState onActivity(ActivityEvent e) {
        long[] next = at.clone();
        long day = seen(next, e.occurredAt().getEpochSecond());
        next[ACTIVITIES]++;
        if (e.type() == ActivityType.QUIZ) {
            next[QUIZZES]++;
            result(next, e.score(), day);
        } else if (e.type() == ActivityType.MODULE_COMPLETED) {
            add(next, GAINED, 1, day);
        }
        String domain = e.domain() != null ? e.domain() : e.component();
        if (domain != null) {
            Long count = e.count();
            add(next, DOMAINS + 2 * slot(domain), count == null ? 1 : Math.max(1, clamp(count)), day);
        }
        if (Boolean.TRUE.equals(e.repeat())) {
            add(next, REPEATS, 1, day);
        }
        Boolean actedOn = e.actedOn();
        if (actedOn != null) {
            add(next, FEEDBACK, 1, day);
            add(next, ACTED_ON, actedOn ? 1 : 0, day);
        }
        return new TraitState(next, registeredSecond);
    }

    /** Called once per completion, when it is first applied: a correction changes what was earned, not how one learns. */
    public TraitState onCompletion(CompletionEvent e) {
        long[] next = at.clone();
        long day = seen(next, e.completedAt().getEpochSecond());
        next[COMPLETIONS]++;
        Long bare = e.capabilitiesAdded();
        long gained = bare != null && e.capabilities().isEmpty()
                ? bare
                : e.capabilities().size();
        add(next, GAINED, clamp(gained), day);
        result(next, e.score(), day);
        return new TraitState(next, registeredSecond);
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

    /** The time of the earliest activity or completion, in whole seconds. */
    public Optional<Instant> firstEventAt() {
        return isEmpty() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(at[FIRST_SECOND]));
    }

    /** The time of the newest activity or completion, in whole seconds. */
    public Optional<Instant> lastEventAt() {
        return isEmpty() ? Optional.empty() : Optional.of(Instant.ofEpochSecond(at[LAST_SECOND]));
    }

    public Optional<Instant> registeredAt() {
        return registeredSecond == Long.MIN_VALUE
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(registeredSecond));
    }

    /** Nothing was ever seen of this learner but, at most, a registration. */
    public boolean isEmpty() {
        return at[ACTIVITIES] == 0 && at[COMPLETIONS] == 0;
    }

    /** Weeks from the first event to {@code asOf}, never negative; 0 while nothing was seen. */
    public double weeksSinceFirst(Instant asOf) {
        long seconds = asOf.getEpochSecond() - at[FIRST_SECOND];
        return isEmpty() || seconds < 0 ? 0 : seconds / (7.0 * DAY_SECONDS);
    }

    /** Whether only results are known: no session, nothing but quizzes and completions. */
    public boolean resultsOnly() {
        return at[ACTIVITIES] == at[QUIZZES];
    }

    /**
     * The same amounts, spread evenly over the time up to {@code asOf}: what is left when one forgets when things
     * happened. The traits of this are plain rates, without memory; for judging, never for assigning.
     */
    public TraitState evenly(Instant asOf) {
        long[] next = at.clone();
        long day = dayOf(asOf);
        long span = span(day);
        for (int amount = AMOUNTS; amount < LENGTH; amount += 2) {
            next[amount + 1] = at[amount] * (day + 1) - at[amount] * (span + 1) / 2;
        }
        return new TraitState(next, registeredSecond);
    }

    long sum(int amount) {
        return at[amount];
    }

    /** The days an average runs over up to {@code day}, at least 1. */
    long span(long day) {
        return Math.max(1, day - at[ORIGIN] + 1);
    }

    /** The day of {@code asOf}, or of the newest event where that is later. */
    long dayOf(Instant asOf) {
        return day(Math.max(asOf.getEpochSecond(), at[LAST_SECOND]));
    }

    /**
     * An amount added up over the days since its events, the event's own day included: 3 gained 4 days before
     * {@code day} are 15. Divided by the span it is the time average of the amount accumulated.
     */
    long amountDays(int amount, long day) {
        return at[amount] * (day + 1) - at[amount + 1];
    }

    long domainDays(int slot, long day) {
        return amountDays(DOMAINS + 2 * slot, day);
    }

    long resultSquares() {
        return at[RESULT_SQUARES];
    }

    long moment(int amount) {
        return at[amount + 1];
    }

    public void write(BinaryWriter out) {
        TraitStateFormat.write(at, registeredSecond, AMOUNTS, ORIGIN, out);
    }

    public static TraitState read(BinaryReader in) {
        long[] at = new long[LENGTH];
        long registered = TraitStateFormat.read(at, AMOUNTS, ORIGIN, in);
        return new TraitState(at, registered);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TraitState state
                && registeredSecond == state.registeredSecond
                && Arrays.equals(at, state.at);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(at) + Long.hashCode(registeredSecond);
    }

    @Override
    public String toString() {
        return "TraitState" + Arrays.toString(at);
    }

    /** Moves the times, marks the day, and answers the epoch day to book the event on. */
    private static long seen(long[] next, long second) {
        long day = day(second);
        if (next[ACTIVITIES] == 0 && next[COMPLETIONS] == 0) {
            next[FIRST_SECOND] = second;
            next[LAST_SECOND] = second;
            next[ORIGIN] = day;
        }
        while (day - next[ORIGIN] >= REMEMBERED_DAYS) {
            press(next);
        }
        if (next[PRESSED] == 0) {
            long remembered = Math.max(day, day(next[LAST_SECOND]) - REMEMBERED_DAYS + 1);
            next[ORIGIN] = Math.min(next[ORIGIN], remembered);
        }
        long booked = Math.max(day, next[ORIGIN]);
        markDay(next, day, booked);
        next[FIRST_SECOND] = Math.min(next[FIRST_SECOND], second);
        next[LAST_SECOND] = Math.max(next[LAST_SECOND], second);
        return booked;
    }

    /** Bit 0 of the mask is the newest event's day. */
    private static void markDay(long[] next, long day, long booked) {
        long ahead = day - day(next[LAST_SECOND]);
        if (ahead > 0) {
            next[DAY_BITS] = ahead >= Long.SIZE ? 0 : next[DAY_BITS] << ahead;
        }
        long behind = Math.max(0, -ahead);
        if (behind < Long.SIZE && ((next[DAY_BITS] >>> behind) & 1) == 0) {
            next[DAY_BITS] |= 1L << behind;
            add(next, DAYS, 1, booked);
        }
    }

    private static void result(long[] next, @Nullable Double score, long day) {
        if (score == null) {
            return;
        }
        double within = Math.max(0, Math.min(1, score));
        add(next, RESULTS, 1, day);
        add(next, SCORE_MILLIONTHS, Math.round(within * 1_000_000), day);
        next[RESULT_SQUARES] += day * day;
    }

    private static void add(long[] next, int amount, long more, long day) {
        next[amount] += more;
        next[amount + 1] += more * day;
    }

    /** Presses the 728 days from the origin into the later 364 of them: day t becomes (t + end) / 2, at half the weight. */
    private static void press(long[] next) {
        long end = next[ORIGIN] + REMEMBERED_DAYS;
        next[RESULT_SQUARES] = (next[RESULTS] * end * end + 2 * end * next[RESULTS + 1] + next[RESULT_SQUARES]) / 8;
        for (int amount = AMOUNTS; amount < LENGTH; amount += 2) {
            next[amount + 1] = (next[amount] * end + next[amount + 1]) / 4;
            next[amount] /= 2;
        }
        next[ORIGIN] = end - REMEMBERED_DAYS / 2;
        next[PRESSED] = 1;
    }

    private static long day(long second) {
        return Math.max(-FURTHEST_DAY, Math.min(FURTHEST_DAY, Math.floorDiv(second, DAY_SECONDS)));
    }

    private static long clamp(long value) {
        return Math.max(0, Math.min(MOST_PER_EVENT, value));
    }

    /** String.hashCode is specified, so a domain falls into the same slot on every platform. */
    private static int slot(String domain) {
        return (domain.hashCode() * 0x9E3779B9) >>> 28;
    }
}
