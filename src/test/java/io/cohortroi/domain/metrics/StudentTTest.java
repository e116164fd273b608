package io.cohortroi.domain.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentTTest {

    /** The first three from printed tables, the others from SciPy 1.17. */
    @ParameterizedTest
    @CsvSource({
        "12.706204736432, 1, 0.05",
        "2.228138851965, 10, 0.05",
        "3.169272672617, 10, 0.01",
        "0.5, 1, 0.7048327646991335",
        "3, 3.5, 0.04737523948474642",
        "10, 5, 0.00017094757574296363",
        "-10, 5, 0.00017094757574296363",
        "1.96, 1000000, 0.04999606758526985",
        "4, 1000, 6.800991920878163e-05",
        "40, 30, 1.3726045194406417e-27",
        "0.001, 7, 0.9992300172449988",
        "0, 7, 1",
        "Infinity, 7, 0"
    })
    void shouldGiveTwoSidedProbability(double t, double degreesOfFreedom, double expected) {
        assertThat(StudentT.twoSidedP(t, degreesOfFreedom)).isEqualTo(expected, within(expected * 1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0.05, 1, 12.706204736", "0.05, 10, 2.228138852", "0.01, 10, 3.169272673", "0.05, 120, 1.979930405"})
    void shouldGiveTabulatedCriticalValues(double p, double degreesOfFreedom, double expected) {
        assertThat(StudentT.critical(p, degreesOfFreedom)).isEqualTo(expected, within(5e-10));
    }

    @ParameterizedTest
    @CsvSource({
        "0.3, 2, 3, 0.34829999999999994",
        "0.5, 0.5, 0.5, 0.5",
        "0.9, 5000, 12, 2.0628008238291503e-207",
        "0.999, 6500, 5, 0.22308502494719223",
        "0.2, 10, 300, 1"
    })
    void shouldGiveIncompleteBeta(double x, double a, double b, double expected) {
        assertThat(IncompleteBeta.of(x, 1 - x, a, b)).isEqualTo(expected, within(expected * 1e-10));
    }

    @Test
    void shouldFallAsTGrows() {
        for (double degrees : new double[] {1, 2, 6, 10, 30, 200, 100_000}) {
            double before = 1;
            for (double t = 0.01; t < 60; t *= 1.3) {
                double p = StudentT.twoSidedP(t, degrees);
                assertThat(p).as("t %s, %s degrees", t, degrees).isBetween(0.0, before);
                before = p;
            }
        }
    }

    @Test
    void shouldRefuseWhatIsNoProbability() {
        assertThatIllegalArgumentException().isThrownBy(() -> StudentT.critical(0, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> StudentT.twoSidedP(Double.NaN, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> StudentT.twoSidedP(1, 0));
    }
}
