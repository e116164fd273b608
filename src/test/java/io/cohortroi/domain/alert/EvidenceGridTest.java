package io.cohortroi.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The supermartingale property, by exact expectations: at the edge of the null no bet gains on average, whatever the
 * law. A version with the wrong edge or cap is planted, and the same check has to find it.
 */
class EvidenceGridTest {
    private static final long SEED = 20_251_020;
    private static final double TOLERANCE = 1e-9;

    /** What a bet multiplies its evidence by. */
    @FunctionalInterface
    private interface Bet {
        double factor(double ratio);
    }

    @Test
    void shouldNotGainUpwardUnderAnyLawOfMeanOnePointOne() {
        Random random = new Random(SEED);
        for (int law = 0; law < 20_000; law++) {
            Atoms atoms = Atoms.random(random, 1.1, 12.0);
            for (int bet = 0; bet < 4; bet++) {
                int number = bet;
                assertThat(atoms.mean(ratio -> EvidenceGrid.factor(number, ratio)))
                        .as("seed %d, law %d %s, bet %d", SEED, law, atoms, bet)
                        .isLessThanOrEqualTo(1 + TOLERANCE);
            }
        }
    }

    @Test
    void shouldNotGainDownwardUnderAnyLawOfMeanPointNineThatStaysBelowTheCap() {
        Random random = new Random(SEED);
        double[] caps = {10.4, 5.65, 3.27, 2.05};
        for (int law = 0; law < 20_000; law++) {
            for (int bet = 4; bet < 8; bet++) {
                int number = bet;
                Atoms atoms = Atoms.random(random, 0.9, caps[bet - 4]);
                assertThat(atoms.mean(ratio -> EvidenceGrid.factor(number, ratio)))
                        .as("seed %d, law %d %s, bet %d", SEED, law, atoms, bet)
                        .isLessThanOrEqualTo(1 + TOLERANCE);
            }
        }
    }

    @Test
    void shouldNotGainDownwardUnderLognormalOfTheDeclaredSpread() {
        for (double cv : new double[] {0.1, 0.3, 0.5, 0.6, 0.7}) {
            for (int bet = 4; bet < 8; bet++) {
                int number = bet;
                assertThat(lognormalMean(0.9, cv, ratio -> EvidenceGrid.factor(number, ratio)))
                        .as("cv %s, bet %d", cv, bet)
                        .isLessThanOrEqualTo(1 + TOLERANCE);
            }
        }
    }

    @Test
    void shouldCatchAnUpwardEdgeThatIsTooLow() {
        Atoms law = new Atoms(List.of(0.2, 2.0), List.of(0.5, 0.5));

        assertThat(law.mean(ratio -> EvidenceGrid.factor(3, ratio))).isLessThanOrEqualTo(1 + TOLERANCE);
        assertThat(law.mean(ratio -> 1 + 0.8 * (ratio - 1.0))).isGreaterThan(1.07);
    }

    @Test
    void shouldCatchADownwardCapThatIgnoresTheTail() {
        Bet smallCap = ratio -> 1 + 0.8 * (0.9 - Math.min(ratio, 2.05));

        assertThat(lognormalMean(0.9, 0.7, smallCap)).isGreaterThan(1.01);
    }

    @Test
    void shouldStayPositiveHoweverLargeTheRatio() {
        for (int bet = 0; bet < EvidenceGrid.BETS; bet++) {
            for (double ratio : new double[] {0, 0.5, 1, 2.05, 3.27, 10.4, 1e9}) {
                assertThat(EvidenceGrid.factor(bet, ratio))
                        .as("bet %d at %s", bet, ratio)
                        .isBetween(0.0487, 4.93);
            }
        }
    }

    @Test
    void shouldGiveTheFactorsOfTheWorkedNumber() {
        assertThat(EvidenceGrid.factor(2, 1.5)).isEqualTo(1.16);
        assertThat(EvidenceGrid.factor(6, 1.5)).isCloseTo(0.7568, org.assertj.core.data.Offset.offset(1e-12));
        assertThatThrownBy(() -> EvidenceGrid.factor(8, 1)).hasMessageContaining("found 8");
    }

    /** Mean over a lognormal law by the midpoint rule in probability of the underlying normal. */
    private static double lognormalMean(double mean, double cv, Bet bet) {
        double sigma2 = Math.log(1 + cv * cv);
        double mu = Math.log(mean) - sigma2 / 2;
        double sum = 0;
        double weight = 0;
        double step = 1e-3;
        for (double z = -8.5 + step / 2; z < 8.5; z += step) {
            double density = Math.exp(-z * z / 2);
            sum += density * bet.factor(Math.exp(mu + Math.sqrt(sigma2) * z));
            weight += density;
        }
        return sum / weight;
    }

    /** A discrete law on [0, top] with the given mean. */
    private record Atoms(List<Double> values, List<Double> weights) {
        static Atoms random(Random random, double mean, double top) {
            double low = random.nextDouble() * mean;
            double high = mean + (top - mean) * random.nextDouble();
            double middle = random.nextDouble() < 0.5 ? mean : low + (high - low) * random.nextDouble();
            double share = random.nextDouble();
            double restMean = (mean - share * middle) / (1 - share);
            if (restMean < low || restMean > high) {
                share = 0;
                restMean = mean;
            }
            double up = (restMean - low) / (high - low) * (1 - share);
            return new Atoms(List.of(low, middle, high), List.of(1 - share - up, share, up));
        }

        double mean(Bet bet) {
            double sum = 0;
            for (int i = 0; i < values.size(); i++) {
                sum += weights.get(i) * bet.factor(values.get(i));
            }
            return sum;
        }
    }
}
