package io.cohortroi.domain.calibration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.metrics.Sample;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationTest {
    private static final CalibrationPolicy POLICY = CalibrationPolicy.standard();
    private static final BigDecimal POWER_USER = new BigDecimal("1.4");

    /** The business plan's five pairs. */
    @ParameterizedTest
    @CsvSource({
        "FAST_LEARNER, 1.85, 2.78, 'Actual 1.85 is 2.78 % above the predicted 1.8, within 15 %; the baseline stays.'",
        "SPECIALIST, 1.58, -1.25, 'Actual 1.58 is 1.25 % below the predicted 1.6, within 15 %; the baseline stays.'",
        "POWER_USER, 1.42, 1.43, 'Actual 1.42 is 1.43 % above the predicted 1.4, within 15 %; the baseline stays.'",
        "LONG_TERM_RETAINER, 1.48, -1.33,"
                + " 'Actual 1.48 is 1.33 % below the predicted 1.5, within 15 %; the baseline stays.'",
        "GENERALIST, 1.02, 2.00, 'Actual 1.02 is 2 % above the predicted 1, within 15 %; the baseline stays.'"
    })
    void shouldRecalibrateNothingOfTheBusinessPlan(
            Archetype archetype, BigDecimal actual, BigDecimal variancePct, String reason) {
        Sample seen = new Sample(400, actual, new BigDecimal("0.7"));
        Calibration calibration = Calibration.of(archetype, 1, archetype.theoreticalBaseline(), seen, POLICY);

        assertThat(Calibration.variancePct(actual, archetype.theoreticalBaseline())
                        .setScale(2, RoundingMode.HALF_UP))
                .isEqualTo(variancePct);
        assertThat(calibration.variancePct())
                .isEqualTo(Calibration.variancePct(actual, archetype.theoreticalBaseline()));
        assertThat(calibration.verdict()).isEqualTo(CalibrationVerdict.WITHIN);
        assertThat(calibration.recommended()).isNull();
        assertThat(calibration.reason()).isEqualTo(reason);
    }

    @Test
    void shouldLimitTheStepOfAConfirmedDrift() {
        Sample seen = new Sample(101, new BigDecimal("1.9"), new BigDecimal("0.95"));

        assertThat(Calibration.of(Archetype.POWER_USER, 3, POWER_USER, seen, POLICY))
                .isEqualTo(new Calibration(
                        Archetype.POWER_USER,
                        3,
                        POWER_USER,
                        new BigDecimal("1.9"),
                        new BigDecimal("35.714285714286"),
                        101,
                        seen.interval().orElseThrow().low(),
                        seen.interval().orElseThrow().high(),
                        CalibrationVerdict.DRIFTED,
                        new BigDecimal("1.75"),
                        "Actual 1.9 is 35.71 % above the predicted 1.4, beyond 15 %, and the 95 % interval from 1.71 to"
                                + " 2.09 leaves it out. 101 completions carry 83 % of the distance, to 1.8151; one step"
                                + " is limited to 25 %, to 1.75."));
    }

    @Test
    void shouldMoveLittleOnFewData() {
        Sample few = new Sample(31, new BigDecimal("1.9"), new BigDecimal("0.95"));
        Calibration calibration = Calibration.of(Archetype.POWER_USER, 1, POWER_USER, few, POLICY);

        assertThat(calibration.recommended()).isEqualTo("1.6972");
        assertThat(calibration.reason()).endsWith("31 completions carry 59 % of the distance, to 1.6972.");
    }

    @Test
    void shouldKeepBaselineUntilDriftIsConfirmed() {
        Sample noisy = new Sample(31, new BigDecimal("1.7"), new BigDecimal("1.2"));
        Calibration calibration = Calibration.of(Archetype.POWER_USER, 1, POWER_USER, noisy, POLICY);

        assertThat(calibration.verdict()).isEqualTo(CalibrationVerdict.DRIFTED);
        assertThat(calibration.recommended()).isNull();
        assertThat(calibration.reason())
                .isEqualTo("Actual 1.7 is 21.43 % above the predicted 1.4, beyond 15 %, but the 95 % interval from 1.25"
                        + " to 2.15 still holds it; the baseline stays until more data confirm the drift.");
    }

    @Test
    void shouldHaveNoVerdictOnTooFewCompletions() {
        Calibration none = Calibration.of(Archetype.GENERALIST, 1, BigDecimal.ONE, null, POLICY);
        Calibration one = Calibration.of(
                Archetype.GENERALIST, 1, BigDecimal.ONE, new Sample(1, BigDecimal.TEN, BigDecimal.ZERO), POLICY);

        assertThat(none)
                .isEqualTo(new Calibration(
                        Archetype.GENERALIST,
                        1,
                        BigDecimal.ONE,
                        null,
                        null,
                        0,
                        null,
                        null,
                        CalibrationVerdict.INSUFFICIENT_DATA,
                        null,
                        "0 completions with a multiplier, and a verdict needs 30; the baseline of 1 stays."));
        assertThat(one.verdict()).isEqualTo(CalibrationVerdict.INSUFFICIENT_DATA);
        assertThat(one.variancePct()).isEqualByComparingTo("900");
        assertThat(one.ciLow()).isNull();
        assertThat(one.reason()).startsWith("1 completion with a multiplier");
    }

    @Test
    void shouldTakeExactlyFifteenPercentAsWithin() {
        Sample edge = new Sample(1_000, new BigDecimal("1.61"), new BigDecimal("0.1"));
        Sample beyond = new Sample(1_000, new BigDecimal("1.610000000001"), new BigDecimal("0.1"));

        assertThat(Calibration.of(Archetype.POWER_USER, 1, POWER_USER, edge, POLICY)
                        .verdict())
                .isEqualTo(CalibrationVerdict.WITHIN);
        assertThat(Calibration.of(Archetype.POWER_USER, 1, POWER_USER, beyond, POLICY)
                        .verdict())
                .isEqualTo(CalibrationVerdict.DRIFTED);
    }

    @Test
    void shouldRecommendBetweenPredictedAndActualWithinAStepAndMoreWithMoreData() {
        long seed = 20251020;
        Random random = new Random(seed);
        int recommended = 0;
        for (int i = 0; i < 3_000; i++) {
            BigDecimal predicted = BigDecimal.valueOf(50 + random.nextInt(250), 2);
            BigDecimal actual = BigDecimal.valueOf(random.nextInt(600), 2);
            BigDecimal sd = actual.multiply(BigDecimal.valueOf(random.nextInt(100), 2));
            long n = 30L + random.nextInt(500);
            BigDecimal few = Calibration.of(Archetype.SPECIALIST, 1, predicted, new Sample(n, actual, sd), POLICY)
                    .recommended();
            if (few == null) {
                continue;
            }
            recommended++;
            BigDecimal many = Calibration.of(Archetype.SPECIALIST, 1, predicted, new Sample(n * 4, actual, sd), POLICY)
                    .recommended();
            assertThat(few)
                    .as("seed %d: %s to %s, n %d", seed, predicted, actual, n)
                    .isBetween(predicted.min(actual), predicted.max(actual))
                    .isBetween(
                            predicted.multiply(new BigDecimal("0.7499")), predicted.multiply(new BigDecimal("1.2501")));
            assertThat(requireNonNull(many).subtract(predicted).abs())
                    .isGreaterThanOrEqualTo(few.subtract(predicted).abs());
        }
        assertThat(recommended).isGreaterThan(1_000);
    }

    @Test
    void shouldRefuseImpossiblePoliciesAndBaselines() {
        BigDecimal fifteen = new BigDecimal("15");
        assertThatIllegalArgumentException().isThrownBy(() -> new CalibrationPolicy(BigDecimal.ZERO, 30, fifteen));
        assertThatIllegalArgumentException().isThrownBy(() -> new CalibrationPolicy(fifteen, 1, fifteen));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CalibrationPolicy(fifteen, 30, new BigDecimal("100")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Calibration.of(Archetype.GENERALIST, 1, BigDecimal.ZERO, null, POLICY))
                .withMessageContaining("found 0");
    }
}
