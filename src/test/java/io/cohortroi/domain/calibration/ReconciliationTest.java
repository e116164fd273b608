package io.cohortroi.domain.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.domain.calibration.Reconciliation.Status;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconciliationTest {
    private static final YearMonth OCTOBER = YearMonth.of(2025, 10);
    private static final Instant NOVEMBER = Instant.parse("2025-11-01T00:00:00Z");

    @Test
    void shouldMatchPlantedDifferenceBelowTheGate() {
        assertThat(of(charged("10190"), ledger("10000", "0")))
                .isEqualTo(new Reconciliation(
                        "wf-045",
                        OCTOBER,
                        5,
                        new BigDecimal("10190"),
                        new BigDecimal("10000"),
                        new BigDecimal("1.9"),
                        true,
                        Status.MATCHED,
                        BigDecimal.ZERO,
                        BigDecimal.ZERO));
    }

    @Test
    void shouldListPlantedDifferenceBeyondTheGateUntilLateInvoiceComes() {
        Reconciliation before = of(charged("10210"), ledger("10000", "0"));
        assertThat(before.status()).isEqualTo(Status.DIFFERS);
        assertThat(before.variancePct()).isEqualByComparingTo("2.1");
        assertThat(before.isException()).isTrue();

        Reconciliation after = of(charged("10210"), ledger("10200", "200"));
        assertThat(after.status()).isEqualTo(Status.MATCHED);
        assertThat(after.charged()).isEqualByComparingTo("10210");
        assertThat(after.ledger()).isEqualByComparingTo("10200");
        assertThat(after.adjustment()).isEqualByComparingTo("0");
        assertThat(after.isException()).isFalse();
    }

    @Test
    void shouldAdjustForALateInvoiceThatNobodyChargedOnceTheRecordsCarryIt() {
        Reconciliation due = of(charged("9790"), ledger("10600", "600"));
        assertThat(due.adjustment()).isEqualByComparingTo("600");
        assertThat(due.unbooked()).isEqualByComparingTo("600");
        assertThat(due.charged()).isEqualByComparingTo("9790");
        assertThat(due.status()).isEqualTo(Status.DIFFERS);

        Reconciliation booked =
                of(new ChargedSums(5, new BigDecimal("9790"), new BigDecimal("599.99")), ledger("10600", "600"));
        assertThat(booked.adjustment()).isEqualByComparingTo("600");
        assertThat(booked.unbooked()).isEqualByComparingTo("0.01");
        assertThat(booked.charged()).isEqualByComparingTo("10389.99");
        assertThat(booked.status()).isEqualTo(Status.MATCHED);
    }

    @Test
    void shouldAdjustNothingWhileTheMonthIsOpenOrNobodyCompleted() {
        Instant lastMoment = NOVEMBER.minusNanos(1);
        assertThat(Reconciliation.of("wf-045", OCTOBER, charged("1"), ledger("9", "8"), lastMoment)
                        .adjustment())
                .isZero();
        assertThat(of(ChargedSums.NOTHING, ledger("8", "8")).adjustment()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "100, 105, 5, 5",
        "102, 105, 5, 3",
        "106, 105, 5, 0",
        "90, 105, 5, 5",
        "100, 95, -5, -5",
        "97, 95, -5, -2",
        "94, 95, -5, 0",
        "1, -4, -5, -1",
        "100, 90, 0, 0"
    })
    void shouldAdjustAsFarAsLateEntriesAndLedgerGo(
            BigDecimal charged, BigDecimal ledger, BigDecimal late, BigDecimal expected) {
        assertThat(Reconciliation.adjustment(charged, ledger, late)).isEqualByComparingTo(expected);
    }

    @Test
    void shouldSayWhichSideIsMissing() {
        assertThat(of(charged("10"), LedgerSums.NOTHING).status()).isEqualTo(Status.LEDGER_MISSING);
        assertThat(of(charged("10"), LedgerSums.NOTHING).variancePct()).isNull();
        assertThat(of(charged("0"), LedgerSums.NOTHING).status()).isEqualTo(Status.MATCHED);
        assertThat(of(ChargedSums.NOTHING, ledger("10", "10")).status()).isEqualTo(Status.CHARGE_MISSING);
    }

    @Test
    void shouldTakeExactlyTwoPercentAsMatched() {
        assertThat(of(charged("102"), ledger("100", "0")).status()).isEqualTo(Status.MATCHED);
        assertThat(of(charged("102.01"), ledger("100", "0")).status()).isEqualTo(Status.DIFFERS);
        assertThat(of(charged("98"), ledger("100", "0")).status()).isEqualTo(Status.MATCHED);
    }

    private static Reconciliation of(ChargedSums charged, LedgerSums ledger) {
        return Reconciliation.of("wf-045", OCTOBER, charged, ledger, NOVEMBER);
    }

    private static ChargedSums charged(String amount) {
        return new ChargedSums(5, new BigDecimal(amount), BigDecimal.ZERO);
    }

    private static LedgerSums ledger(String amount, String late) {
        return new LedgerSums(2, new BigDecimal(amount), new BigDecimal(late));
    }
}
