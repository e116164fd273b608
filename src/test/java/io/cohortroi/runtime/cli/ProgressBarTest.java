package io.cohortroi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final StringWriter text = new StringWriter();
    private final AtomicLong millis = new AtomicLong();

    @Test
    void shouldRewriteOneLineOnATerminalWithRateAndTimeLeft() {
        ProgressBar bar = bar(true);

        bar.progress("publishing events", 0, 8_000);
        at(100);
        bar.progress("publishing events", 500, 8_000);
        at(2_000);
        bar.progress("publishing events", 2_000, 8_000);
        at(8_000);
        bar.progress("publishing events", 8_000, 8_000);
        bar.close();

        assertThat(text.toString().lines())
                .containsExactly(
                        "",
                        "publishing events  [....................]   0 %  0 of 8,000",
                        "publishing events  [#####...............]  25 %  2,000 of 8,000  1,000/s  6 s left",
                        "publishing events  [####################] 100 %  8,000 of 8,000  1,000/s  in 8 s  ");
    }

    @Test
    void shouldWriteALineEveryFiveSecondsElsewhere() {
        ProgressBar bar = bar(false);

        for (int second = 0; second <= 12; second++) {
            at(second * 1000L);
            bar.progress("reading bytes", second, 12);
        }
        bar.close();

        assertThat(text.toString().lines())
                .containsExactly(
                        "reading bytes  [########............]  41 %  5 of 12  1/s  7 s left",
                        "reading bytes  [################....]  83 %  10 of 12  1/s  2 s left",
                        "reading bytes  [####################] 100 %  12 of 12  1/s  in 12 s");
    }

    @Test
    void shouldBeginANewLineForANewPhaseAndMeasureFromWhereItBegan() {
        ProgressBar bar = bar(true);

        bar.progress("reading bytes", 10, 10);
        at(1_000);
        bar.progress("publishing events", 50_000, 60_000);
        at(2_000);
        bar.progress("publishing events", 55_000, 60_000);

        assertThat(text.toString().lines())
                .containsExactly(
                        "",
                        "reading bytes  [####################] 100 %  10 of 10",
                        "",
                        "publishing events  [################....]  83 %  50,000 of 60,000",
                        "publishing events  [##################..]  91 %  55,000 of 60,000  5,000/s  1 s left");
    }

    private ProgressBar bar(boolean terminal) {
        return new ProgressBar(new PrintWriter(text), terminal, () -> TimeUnit.MILLISECONDS.toNanos(millis.get()));
    }

    private void at(long now) {
        millis.set(now);
    }
}
