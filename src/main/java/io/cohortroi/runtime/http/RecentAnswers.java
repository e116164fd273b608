package io.cohortroi.runtime.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Answers that cost a walk over all learners, kept for a second: many who ask the same at once cost one walk. At most 64
 * questions are remembered; further ones are answered and forgotten.
 */
final class RecentAnswers {
    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final int MOST = 64;

    private static final class Answer {
        private final byte[] body;
        private final long atNs;

        Answer(byte[] body, long atNs) {
            this.body = body;
            this.atNs = atNs;
        }
    }

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    /** @param nanoTime as {@link System#nanoTime} */
    RecentAnswers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    byte[] get(String question, Supplier<byte[]> walk) {
        if (answers.size() >= MOST) {
            answers.values().removeIf(this::isOld);
        }
        if (answers.size() >= MOST && !answers.containsKey(question)) {
            return walk.get();
        }
        return answers.compute(question, (same, before) -> before == null || isOld(before) ? answer(walk) : before)
                .body;
    }

    private Answer answer(Supplier<byte[]> walk) {
        byte[] body = walk.get();
        return new Answer(body, nanoTime.getAsLong());
    }

    private boolean isOld(Answer answer) {
        return nanoTime.getAsLong() - answer.atNs >= KEPT.toNanos();
    }
}
