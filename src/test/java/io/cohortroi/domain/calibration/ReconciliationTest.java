package io.cohortroi.domain.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cohortroi.domain.calibration.Reconciliation.Status;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconciliationTest {
    private static final YearMonth OCTOBER = YearMonth.of(2025, 10);
    private static final Instant NOVEMBER = Instant.parse("2025-11-01T00:00:00Z");

    @Test
    void shouldMatchPlantedDifferenceBelowTheGate() {
        assertThat(of("10190", entry("e1", "10000", false)))
                .isEqualTo(new Reconciliation(
                        "wf-045",
                        OCTOBER,
                        5,
                        new BigDecimal("10190"),
                        new BigDecimal("10000"),
                        new BigDecimal("1.9"),
                        true,
                        Status.MATCHED,
                        BigDecimal.ZERO));
    }

    @Test
    void shouldListPlantedDifferenceBeyondTheGateUntilLateInvoiceComes() {
        Reconciliation before = of("10210", entry("e1", "10000", false));
        assertThat(before.status()).isEqualTo(Status.DIFFERS);
        assertThat(before.variancePct()).isEqualByComparingTo("2.1");
        assertThat(before.isException()).isTrue();

        Reconciliation after = of("10210", entry("e1", "10000", false), entry("e2", "200", true));
        assertThat(after.status()).isEqualTo(Status.MATCHED);
        assertThat(after.charged()).isEqualByComparingTo("10210");
        assertThat(after.ledger()).isEqualByComparingTo("10200");
        assertThat(after.adjustment()).isEqualByComparingTo("0");
        assertThat(after.isException()).isFalse();
    }

    @Test
    void shouldChargeLateInvoiceThatNobodyCharged() {
        Reconciliation line = of("10000", entry("e1", "10000", false), entry("e2", "250.5", true));

        assertThat(line.adjustment()).isEqualByComparingTo("250.5");
        assertThat(line.charged()).isEqualByComparingTo("10250.5");
        assertThat(line.variancePct()).isEqualByComparingTo("0");
        assertThat(line.status()).isEqualTo(Status.MATCHED);
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
    void shouldCountEachEntryOnceInAnyOrder() {
        List<LedgerEntry> entries = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            entries.add(entry("e" + i, String.valueOf(i % 7 - 2), i % 3 == 0));
        }
        entries.addAll(entries.subList(0, 20));
        Reconciliation expected = of("55", entries.toArray(LedgerEntry[]::new));
        for (long seed = 1; seed <= 20; seed++) {
            Collections.shuffle(entries, new Random(seed));
            assertThat(of("55", entries.toArray(LedgerEntry[]::new)))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void shouldSayWhichSideIsMissing() {
        assertThat(of("10").status()).isEqualTo(Status.LEDGER_MISSING);
        assertThat(of("10").variancePct()).isNull();
        assertThat(of("0").status()).isEqualTo(Status.MATCHED);
        assertThat(Reconciliation.of("wf-045", OCTOBER, 0, BigDecimal.ZERO, List.of(entry("e1", "10", true)), NOVEMBER)
                        .status())
                .isEqualTo(Status.CHARGE_MISSING);
    }

    @Test
    void shouldAlertOnlyOnceTheMonthIsOver() {
        Instant lastMoment = NOVEMBER.minusNanos(1);
        Reconciliation open = Reconciliation.of("wf-045", OCTOBER, 5, BigDecimal.TEN, List.of(), lastMoment);

        assertThat(open.closed()).isFalse();
        assertThat(open.isException()).isFalse();
        assertThat(of("10").closed()).isTrue();
    }

    @Test
    void shouldTakeExactlyTwoPercentAsMatched() {
        assertThat(of("102", entry("e1", "100", false)).status()).isEqualTo(Status.MATCHED);
        assertThat(of("102.01", entry("e1", "100", false)).status()).isEqualTo(Status.DIFFERS);
        assertThat(of("98", entry("e1", "100", false)).status()).isEqualTo(Status.MATCHED);
    }

    @Test
    void shouldRefuseEntriesThatContradictOrBelongElsewhere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("1", entry("e1", "1", false), entry("e1", "2", false)))
                .withMessage("entry e1 says 1 and 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of("1", new LedgerEntry("e1", "wf-001", OCTOBER, "delivery", BigDecimal.ONE, false)))
                .withMessageContaining("wf-001");
    }

    private static Reconciliation of(String charged, LedgerEntry... entries) {
        return Reconciliation.of("wf-045", OCTOBER, 5, new BigDecimal(charged), List.of(entries), NOVEMBER);
    }

    private static LedgerEntry entry(String id, String amount, boolean late) {
        return new LedgerEntry(id, "wf-045", OCTOBER, "delivery", new BigDecimal(amount), late);
    }
}
