package io.cohortroi.domain.calibration;

import io.cohortroi.domain.metrics.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The cost charged in a workflow's final ROI records of a month against the finance ledger.
 *
 * <p>Worked: charged 10,190 against 10,000 is +1.9 %: matched. 10,210 is +2.1 %: differs. An invoice of 200 that comes
 * after the month has closed makes it 10,210 against 10,200, +0.098 %: matched again, with nothing to adjust. Charged
 * 9,790 against 10,000 is -2.1 %; a late invoice of 600 is more than the 810 that are missing leave room for, so the
 * records carry all of it, 10,390 against 10,600, -1.98 %: matched.
 *
 * @param charged by the records, with what they carry of adjustments
 * @param ledger sum of the entries, each entry id once
 * @param variancePct (charged − ledger) ÷ ledger · 100; absent where the ledger has 0
 * @param closed whether the month, in UTC, is over in event time; an open one is still filling up
 * @param adjustment what late entries add to the cost
 * @param unbooked the part of {@code adjustment} that no record carries: lost to rounding or to learners who were erased,
 *     or about to be booked
 */
public record Reconciliation(
        String workflowId,
        YearMonth period,
        long completions,
        BigDecimal charged,
        BigDecimal ledger,
        @Nullable BigDecimal variancePct,
        boolean closed,
        Status status,
        BigDecimal adjustment,
        BigDecimal unbooked) {

    private static final BigDecimal GATE_PERCENT = new BigDecimal("2");

    /** Whether both sides agree. */
    public enum Status {
        MATCHED,
        DIFFERS,
        LEDGER_MISSING,
        CHARGE_MISSING;

        /** The name in topics: {@code ledger_missing}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param newestEvent event time up to which the stream has come */
    public static Reconciliation of(
            String workflowId, YearMonth period, ChargedSums charged, LedgerSums ledger, Instant newestEvent) {
        boolean closed = isClosed(period, newestEvent);
        BigDecimal adjustment = !closed || charged.completions() == 0
                ? BigDecimal.ZERO
                : Decimals.plain(adjustment(charged.before(), ledger.amount(), ledger.late()));
        BigDecimal total = charged.total();
        return new Reconciliation(
                workflowId,
                period,
                charged.completions(),
                total,
                ledger.amount(),
                ledger.amount().signum() == 0
                        ? null
                        : Decimals.ratio(total.subtract(ledger.amount()).movePointRight(2), ledger.amount()),
                closed,
                status(total, ledger),
                adjustment,
                Decimals.plain(adjustment.subtract(charged.adjusted())));
    }

    /** Whether the month is over at that instant of event time: 2025-10 is, from 2025-11-01T00:00Z on. */
    public static boolean isClosed(YearMonth period, Instant newestEvent) {
        return !newestEvent.isBefore(LedgerEntry.endOf(period));
    }

    /** Listed: both sides are final and do not agree. */
    public boolean isException() {
        return closed && status != Status.MATCHED;
    }

    /**
     * What late entries add to the charged cost: as much of them as the charge falls short of the ledger, and for net
     * credits as much as it exceeds it, never below a charge of 0. It depends on the sums alone, not on the order in
     * which the entries came.
     *
     * <p>Worked: charged 100, ledger 105 of which 5 late: 5. Charged 102, ledger 105 of which 5 late: 3. Charged 106: 0.
     */
    static BigDecimal adjustment(BigDecimal charged, BigDecimal ledger, BigDecimal late) {
        BigDecimal shortfall = ledger.subtract(charged);
        BigDecimal adjustment = shortfall.max(late.min(BigDecimal.ZERO)).min(late.max(BigDecimal.ZERO));
        return adjustment.max(charged.negate());
    }

    private static Status status(BigDecimal charged, LedgerSums ledger) {
        if (ledger.entries() == 0) {
            return charged.signum() == 0 ? Status.MATCHED : Status.LEDGER_MISSING;
        }
        BigDecimal allowed = ledger.amount().abs().multiply(GATE_PERCENT).movePointLeft(2);
        if (charged.subtract(ledger.amount()).abs().compareTo(allowed) <= 0) {
            return Status.MATCHED;
        }
        return charged.signum() == 0 ? Status.CHARGE_MISSING : Status.DIFFERS;
    }
}
