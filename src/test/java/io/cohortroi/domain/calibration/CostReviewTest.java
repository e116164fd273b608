package io.cohortroi.domain.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cohortroi.domain.alert.Alert;
import io.cohortroi.domain.alert.AlertEnd;
import io.cohortroi.domain.alert.AlertStatus;
import io.cohortroi.domain.binary.MalformedStateException;
import io.cohortroi.domain.roi.CostAdjustment;
import io.cohortroi.topology.state.StateFormats;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostReviewTest {
    private static final YearMonth OCTOBER = YearMonth.of(2025, 10);
    private static final Duration TEN_DAYS = Duration.ofDays(10);
    private static final WorkflowCosts FALLING_SHORT = WorkflowCosts.NOTHING
            .plus(OCTOBER, new ChargedSums(2, new BigDecimal("90"), BigDecimal.ZERO))
            .plus(OCTOBER, ledger("100", "5"));

    private static LedgerSums ledger(String amount, String late) {
        return new LedgerSums(1, new BigDecimal(amount), new BigDecimal(late));
    }

    private static CostReview look(WorkflowCosts costs, String clock) {
        return CostReview.of("wf-1", costs, Instant.parse(clock), TEN_DAYS, row -> true);
    }

    @Test
    void shouldAlertOnceTheMonthIsOverAndForgetThirtyDaysAfterItsEnd() {
        CostReview open = look(FALLING_SHORT, "2025-10-31T23:59:59Z");
        assertThat(open.alerts()).isEmpty();
        assertThat(open.adjustments()).isEmpty();

        CostReview closed = look(open.costs(), "2025-11-01T00:00:00Z");
        assertThat(closed.alerts()).extracting(Alert::status).containsExactly(AlertStatus.FIRING);
        assertThat(closed.adjustments())
                .isEqualTo(Map.of(OCTOBER, new CostAdjustment(new BigDecimal("5"), new BigDecimal("90"), 2)));
        CostReview again = look(closed.costs(), "2025-11-02T00:00:00Z");
        assertThat(again.alerts()).isEmpty();
        assertThat(again.adjustments()).isEmpty();

        CostReview resolved = look(again.costs().plus(OCTOBER, ledger("-10", "0")), "2025-11-03T00:00:00Z");
        assertThat(resolved.alerts()).extracting(Alert::status).containsExactly(AlertStatus.RESOLVED);
        assertThat(look(resolved.costs(), "2025-12-02T23:59:59Z").forgotten()).isEmpty();
        CostReview forgotten = look(resolved.costs(), "2025-12-03T00:00:00Z");
        assertThat(forgotten.forgotten()).containsExactly(closed.alerts().get(0).fingerprint());
        assertThat(look(forgotten.costs(), "2026-01-03T00:00:00Z").forgotten()).isEmpty();
    }

    @Test
    void shouldLookAtAlertsOnlyWhenToldTo() {
        assertThat(CostReview.of("wf-1", FALLING_SHORT, Instant.parse("2025-11-20T00:00:00Z"), TEN_DAYS, row -> false)
                        .alerts())
                .isEmpty();
    }

    @Test
    void shouldNotAlertOfAMonthThatFinanceHasNotBooked() {
        WorkflowCosts charged =
                WorkflowCosts.NOTHING.plus(OCTOBER, new ChargedSums(1, BigDecimal.TEN, BigDecimal.ZERO));
        CostReview look = look(charged, "2026-01-01T00:00:00Z");
        assertThat(look.alerts()).isEmpty();
        assertThat(look.rows())
                .extracting(Reconciliation::status)
                .containsExactly(Reconciliation.Status.LEDGER_MISSING);
    }

    @Test
    void shouldCloseTheAlertOfAMonthWhoseEntriesWereMoved() {
        WorkflowCosts alerted = look(FALLING_SHORT, "2025-11-01T00:00:00Z").costs();
        CostReview look = look(alerted.plus(OCTOBER, ledger("100", "5").negated()), "2025-11-02T00:00:00Z");
        assertThat(look.alerts())
                .extracting(Alert::end)
                .containsExactly(new AlertEnd(Instant.parse("2025-11-02T00:00:00Z"), AlertEnd.Reason.SUPERSEDED));
        assertThat(look.adjustments().get(OCTOBER).amount()).isZero();
    }

    @Test
    void shouldForgetAMonthOfWhichNothingIsLeft() {
        WorkflowCosts costs = WorkflowCosts.NOTHING
                .plus(OCTOBER, new ChargedSums(1, BigDecimal.TEN, BigDecimal.ZERO))
                .plus(OCTOBER, new ChargedSums(-1, BigDecimal.TEN.negate(), BigDecimal.ZERO));
        assertThat(costs).isEqualTo(WorkflowCosts.NOTHING);
    }

    @Test
    void shouldReadWhatItWroteAndRefuseDamage() {
        WorkflowCosts costs = look(FALLING_SHORT, "2025-11-20T00:00:00Z").costs();
        assertThat(costs.of(OCTOBER).isStated()).isTrue();
        assertThat(costs.of(OCTOBER).standing()).isNotNull();
        byte[] bytes = StateFormats.COSTS.toBytes(costs);
        assertThat(StateFormats.COSTS.fromBytes(bytes)).isEqualTo(costs);
        assertThatExceptionOfType(MalformedStateException.class)
                .isThrownBy(() -> StateFormats.COSTS.fromBytes(Arrays.copyOf(bytes, bytes.length - 1)));
    }
}
