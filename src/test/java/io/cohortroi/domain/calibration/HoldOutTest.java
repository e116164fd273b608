package io.cohortroi.domain.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.domain.calibration.HoldOut.Outcome;
import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.metrics.Sample;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldOutTest {
    private static final CalibrationPolicy POLICY = CalibrationPolicy.standard();

    @Test
    void shouldConfirmCalibrationReachedInSteps() {
        // 1.0 → 1.25 → 1.5625 → 1.9531 → within 15 % of 2.2.
        List<Sample> months = List.of(sample(500, "2.2"), sample(500, "2.2"), sample(500, "2.2"), sample(500, "2.2"));
        HoldOut holdOut = HoldOut.of(Archetype.GENERALIST, BigDecimal.ONE, months, sample(900, "2.2"), POLICY);

        assertThat(holdOut.steps())
                .extracting(Calibration::recommended)
                .containsExactly(new BigDecimal("1.25"), new BigDecimal("1.5625"), new BigDecimal("1.9531"), null);
        assertThat(holdOut.calibrated()).isEqualTo("1.9531");
        assertThat(holdOut.errorBeforePct()).isEqualByComparingTo("120");
        assertThat(holdOut.errorAfterPct()).isEqualByComparingTo("12.641441810455");
        assertThat(holdOut.outcome()).isEqualTo(Outcome.CONFIRMED);
        assertThat(holdOut.reason())
                .isEqualTo("The later mean 2.2 is 12.64 % from the calibrated 1.95 (120 % from the former 1).");
        assertThat(holdOut.earlierN()).isEqualTo(2_000);
        assertThat(holdOut.laterN()).isEqualTo(900);
    }

    @Test
    void shouldSayThatStepsHaveNotArrived() {
        HoldOut holdOut = HoldOut.of(
                Archetype.GENERALIST, BigDecimal.ONE, List.of(sample(500, "2.2")), sample(900, "2.2"), POLICY);

        assertThat(holdOut.outcome()).isEqualTo(Outcome.NOT_ARRIVED);
        assertThat(holdOut.reason()).endsWith("the limited steps have not reached the earlier mean 2.2 yet.");
    }

    @Test
    void shouldSayThatTheLaterPartShifted() {
        HoldOut holdOut = HoldOut.of(
                Archetype.SPECIALIST, new BigDecimal("1.6"), List.of(sample(500, "1.6")), sample(900, "1.2"), POLICY);

        assertThat(holdOut.calibrated()).isEqualTo("1.6");
        assertThat(holdOut.outcome()).isEqualTo(Outcome.SHIFTED);
        assertThat(holdOut.reason())
                .isEqualTo(
                        "The later mean 1.2 is 25 % from the calibrated 1.6 (25 % from the former 1.6): it differs from"
                                + " the earlier mean 1.6 by more than two standard errors.");
    }

    @Test
    void shouldNotJudgeByTooLittle() {
        BigDecimal baseline = new BigDecimal("1.8");
        HoldOut none = HoldOut.of(Archetype.FAST_LEARNER, baseline, List.of(), null, POLICY);
        HoldOut few =
                HoldOut.of(Archetype.FAST_LEARNER, baseline, List.of(sample(500, "1.8")), sample(29, "1.8"), POLICY);

        assertThat(none.outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
        assertThat(none.errorAfterPct()).isNull();
        assertThat(few.outcome()).isEqualTo(Outcome.INSUFFICIENT_DATA);
        assertThat(few.reason()).isEqualTo("500 completions before the split and 29 after it are too few to judge by.");
    }

    @Test
    void shouldGatherPeriodsUntilTheBaselineChanges() {
        // 20 are too few; 40 of both months are enough.
        HoldOut holdOut = HoldOut.of(
                Archetype.POWER_USER,
                new BigDecimal("1.4"),
                List.of(sample(20, "1.4"), sample(20, "1.4")),
                sample(100, "1.4"),
                POLICY);

        assertThat(holdOut.steps()).extracting(Calibration::n).containsExactly(20L, 40L);
        assertThat(holdOut.steps())
                .extracting(Calibration::verdict)
                .containsExactly(CalibrationVerdict.INSUFFICIENT_DATA, CalibrationVerdict.WITHIN);
    }

    private static Sample sample(long n, String mean) {
        return new Sample(n, new BigDecimal(mean), new BigDecimal("0.5"));
    }
}
