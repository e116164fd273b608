package io.cohortroi.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentAnswersTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final AtomicInteger walks = new AtomicInteger();
    private final RecentAnswers answers = new RecentAnswers(now::get);

    @Test
    void shouldWalkOncePerQuestionAndSecond() {
        assertThat(ask("a")).isEqualTo(1);
        assertThat(ask("b")).isEqualTo(2);
        now.addAndGet(999_999_999);
        assertThat(ask("a")).isEqualTo(1);
        now.addAndGet(1);
        assertThat(ask("a")).isEqualTo(3);
        assertThat(ask("a")).isEqualTo(3);
    }

    @Test
    void shouldAnswerButNotRememberMoreThan64Questions() {
        for (int question = 0; question < 64; question++) {
            assertThat(ask("kept " + question)).isEqualTo(question + 1);
        }
        assertThat(ask("one more")).isEqualTo(65);
        assertThat(ask("one more")).isEqualTo(66);
        assertThat(ask("kept 63")).isEqualTo(64);
        now.addAndGet(1_000_000_000);
        assertThat(ask("one more")).isEqualTo(67);
        assertThat(ask("one more")).isEqualTo(67);
    }

    private int ask(String question) {
        return answers.get(question, () -> new byte[] {(byte) walks.incrementAndGet()})[0];
    }
}
