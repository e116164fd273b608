package io.cohortroi.domain.learner;

import io.cohortroi.domain.roi.CompletionEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events and whole histories for tests of traits. Day 0 is 2 March 2025. */
final class Histories {
    static final Instant START = Instant.parse("2025-03-02T09:00:00Z");

    private Histories() {}

    static Instant day(int day) {
        return START.plus(Duration.ofDays(day));
    }

    static ActivityEvent session(Instant at, String domain, long count) {
        return new ActivityEvent("e", "L1", ActivityType.SESSION, at, domain, null, null, count, null, null, null);
    }

    static ActivityEvent quiz(Instant at, double score) {
        return new ActivityEvent("e", "L1", ActivityType.QUIZ, at, null, null, null, null, score, null, null);
    }

    static ActivityEvent feedback(Instant at, boolean actedOn) {
        return new ActivityEvent("e", "L1", ActivityType.FEEDBACK, at, null, null, null, null, null, actedOn, null);
    }

    static ActivityEvent repeated(Instant at) {
        return new ActivityEvent("e", "L1", ActivityType.CAPABILITY_USED, at, null, null, null, null, null, null, true);
    }

    static CompletionEvent completion(Instant at, long capabilities, @Nullable Double score) {
        return new CompletionEvent(
                "e",
                "c",
                "L1",
                "wf",
                CompletionEvent.Kind.COMPLETED,
                at,
                capabilities,
                List.of(),
                BigDecimal.ONE,
                BigDecimal.ONE,
                true,
                null,
                null,
                null,
                score,
                0);
    }

    /**
     * A learner who is active every {@code every} days for {@code days}, in {@code domains} domains by turns, and once a week
     * completes something with this gain and score.
     */
    static TraitState steady(int days, int every, int domains, long gain, double score) {
        TraitState state = TraitState.initial();
        for (int day = 0; day < days; day++) {
            if (day % every == 0) {
                state = state.onActivity(session(day(day), "domain-" + day / every % domains, 3));
            }
            if (day % 7 == 0) {
                state = state.onCompletion(completion(day(day), gain, score));
            }
        }
        return state;
    }
}
