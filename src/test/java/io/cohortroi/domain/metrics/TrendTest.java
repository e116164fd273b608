package io.cohortroi.domain.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.cohortroi.domain.metrics.TrendResult.Direction;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class TrendTest {
    private static final LocalDate MONDAY = LocalDate.of(2025, 1, 6);

    @Test
    void shouldGiveWorkedNumber() {
        TrendResult result = Trend.of(weeks(12, 20, 0.5, i -> 1.5 - 0.02 * i));

        assertThat(result.direction()).isEqualTo(Direction.STABLE);
        assertThat(result.slopePerWeek()).isEqualTo(-0.02, within(1e-12));
        assertThat(result.pValue()).isEqualTo(0.01598395902820258, within(1e-11));
        assertThat(result.windows()).isEqualTo(12);
    }

    @Test
    void shouldFindSteepLineInEitherDirection() {
        assertThat(Trend.of(weeks(12, 20, 0.5, i -> 1.5 - 0.05 * i)).direction())
                .isEqualTo(Direction.DEGRADING);
        assertThat(Trend.of(weeks(12, 20, 0.5, i -> 1.5 + 0.05 * i)).direction())
                .isEqualTo(Direction.IMPROVING);
    }

    @Test
    void shouldWeightByCompletions() {
        // By hand: weeks 0..7, y = 1 but for the last, which is 2; n = 1 but for the last, which is 3.
        List<WeekPoint> weeks = new ArrayList<>(weeks(7, 1, 0, i -> 1));
        weeks.add(new WeekPoint(MONDAY.plusWeeks(7), 3, 2, 0));

        // Σn = 10, mean week 4.2, mean 1.3, Σn·x² − 10·4.2² = 61.6, Σn·x·y − 10·4.2·1.3 = 63 − 54.6 + 0 = 8.4
        assertThat(Trend.of(weeks).slopePerWeek()).isEqualTo(8.4 / 61.6, within(1e-12));
    }

    @Test
    void shouldBeInsufficientBelowEightWindows() {
        assertThat(Trend.of(List.of())).isEqualTo(new TrendResult(Direction.INSUFFICIENT, 0, 1, 0));
        assertThat(Trend.of(weeks(7, 20, 0.1, i -> 1 + i))).isEqualTo(new TrendResult(Direction.INSUFFICIENT, 0, 1, 7));
        assertThat(Trend.of(weeks(8, 20, 0.1, i -> 1 + i)).direction()).isEqualTo(Direction.IMPROVING);
    }

    @Test
    void shouldSkipEmptyWeeksButKeepTheirTime() {
        List<WeekPoint> full = weeks(16, 20, 0.5, i -> 1.5 - 0.05 * i);
        List<WeekPoint> listed = new ArrayList<>();
        List<WeekPoint> missing = new ArrayList<>();
        for (int i = 0; i < full.size(); i++) {
            boolean empty = i == 3 || i == 4 || i == 9;
            listed.add(empty ? WeekPoint.empty(full.get(i).monday()) : full.get(i));
            if (!empty) {
                missing.add(full.get(i));
            }
        }

        assertThat(Trend.of(listed)).isEqualTo(Trend.of(missing));
        assertThat(Trend.of(listed).windows()).isEqualTo(13);
        assertThat(Trend.of(listed).slopePerWeek()).isEqualTo(-0.05, within(1e-12));
    }

    @Test
    void shouldLookBackTwentySixCalendarWeeks() {
        List<WeekPoint> weeks = new ArrayList<>(weeks(40, 20, 0.5, i -> i < 14 ? 9 : 1.5));
        assertThat(Trend.of(weeks).windows()).isEqualTo(26);
        assertThat(Trend.of(weeks).direction()).isEqualTo(Direction.STABLE);

        weeks.add(WeekPoint.empty(MONDAY.plusWeeks(40)));
        assertThat(Trend.of(weeks).windows()).isEqualTo(25);
    }

    @Test
    void shouldBeStableWhereNothingVaries() {
        assertThat(Trend.of(weeks(12, 5, 0, i -> 1.3))).isEqualTo(new TrendResult(Direction.STABLE, 0, 1, 12));
        assertThat(Trend.of(weeks(12, 5, 0, i -> 0))).isEqualTo(new TrendResult(Direction.STABLE, 0, 1, 12));
    }

    @Test
    void shouldBeCertainOfALineWithoutScatter() {
        TrendResult result = Trend.of(weeks(12, 5, 0, i -> 1.3 + 0.1 * i));

        assertThat(result.direction()).isEqualTo(Direction.IMPROVING);
        assertThat(result.pValue()).isZero();
    }

    @Test
    void shouldUseScatterAroundTheLineAloneWhereSingleCompletionsSayNothingMore() {
        TrendResult result = Trend.of(weeks(10, 1, 0, i -> 1 + 0.1 * i + (i % 2 == 0 ? 0.2 : -0.2)));

        // SciPy 1.17, linregress of the same ten points.
        assertThat(result.slopePerWeek()).isEqualTo(0.08787878787878788, within(1e-12));
        assertThat(result.pValue()).isEqualTo(0.006733626058471505, within(1e-9));
    }

    @Test
    void shouldNotTrustCompletionsWhereWeeksDifferMore() {
        IntToDoubleFunction shocks = i -> 1.5 + 0.03 * i + (i % 3 - 1) * 0.4;
        TrendResult shaken = Trend.of(weeks(12, 500, 0.5, shocks));
        TrendResult alone = Trend.of(weeks(12, 1, 0, shocks));

        assertThat(shaken.pValue()).isEqualTo(alone.pValue(), within(1e-9));
        assertThat(shaken.direction()).isEqualTo(Direction.STABLE);
    }

    @Test
    void shouldNotChangeWithTheUnitOfTheMultiplier() {
        TrendResult small = Trend.of(weeks(12, 20, 0.5e-6, i -> (1.5 - 0.03 * i) * 1e-6));
        TrendResult large = Trend.of(weeks(12, 20, 0.5e6, i -> (1.5 - 0.03 * i) * 1e6));

        assertThat(small.pValue()).isEqualTo(large.pValue(), within(1e-9));
        assertThat(small.direction()).isEqualTo(large.direction());
    }

    @Test
    void shouldRaiseTheBarWithTheWindows() {
        assertThat(Trend.bar(8)).isEqualTo(0.015, within(1e-15));
        assertThat(Trend.bar(12)).isEqualTo(0.01, within(1e-15));
        assertThat(Trend.bar(26)).isEqualTo(0.12 / 26, within(1e-15));
    }

    @Test
    void shouldRefuseWeeksOutOfOrderAndBrokenOnes() {
        WeekPoint week = new WeekPoint(MONDAY, 1, 1, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trend.of(List.of(week, week)))
                .withMessageContaining("2025-01-06 after 2025-01-06");
        assertThatIllegalArgumentException().isThrownBy(() -> new WeekPoint(MONDAY.plusDays(1), 1, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new WeekPoint(MONDAY, -1, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new WeekPoint(MONDAY, 1, Double.NaN, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new WeekPoint(MONDAY, 1, 1, -1));
    }

    private static List<WeekPoint> weeks(int count, long n, double sd, IntToDoubleFunction mean) {
        List<WeekPoint> weeks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            weeks.add(new WeekPoint(MONDAY.plusWeeks(i), n, mean.applyAsDouble(i), sd));
        }
        return weeks;
    }
}
