package io.cohortroi.domain.calibration;

import io.cohortroi.domain.metrics.Decimals;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The cost charged in a workflow's final ROI records of a period against the finance ledger.
 *
 * <p>Worked: charged 10,190 against 10,000 is +1.9 %: matched. 10,210 is +2.1 %: differs. An invoice of 200 that comes
 * after the month has closed makes it 10,210 against 10,200, +0.098 %: matched again, with nothing to adjust.
 *
 * @param charged by records, adjustments for late entries included
 * @param ledger sum of the entries, each entry id once
 * @param variancePct (charged − ledger) ÷ ledger · 100; absent where the ledger has 0
 * @param closed whether the month, in UTC, is over in event time; an open one is still filling up
 * @param adjustment what the late entries add to the charged cost, already in {@code charged}
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
        BigDecimal adjustment) {

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

    /**
     * @param completions final ones of the workflow in the period
     * @param charged by them, before any adjustment
     * @param entries of the workflow and period; repeats of an entry id are ignored
     * @param newestEvent event time up to which the stream has come
     * @throws IllegalArgumentException if two entries have one id and other content, or are of another place
     */
    public static Reconciliation of(
            String workflowId,
            YearMonth period,
            long completions,
            BigDecimal charged,
            Collection<LedgerEntry> entries,
            Instant newestEvent) {
        TreeMap<String, LedgerEntry> distinct = distinct(workflowId, period, entries);
        BigDecimal ledger = BigDecimal.ZERO;
        BigDecimal late = BigDecimal.ZERO;
        for (LedgerEntry entry : distinct.values()) {
            ledger = ledger.add(entry.amount());
            late = entry.late() ? late.add(entry.amount()) : late;
        }
        BigDecimal adjustment = completions == 0 ? BigDecimal.ZERO : adjustment(charged, ledger, late);
        BigDecimal adjusted = charged.add(adjustment);
        return new Reconciliation(
                workflowId,
                period,
                completions,
                adjusted,
                ledger,
                ledger.signum() == 0
                        ? null
                        : Decimals.ratio(adjusted.subtract(ledger).movePointRight(2), ledger),
                isClosed(period, newestEvent),
                status(adjusted, ledger, !distinct.isEmpty()),
                adjustment);
    }

    /** Whether the month is over at that instant of event time: 2025-10 is, from 2025-11-01T00:00Z on. */
    public static boolean isClosed(YearMonth period, Instant newestEvent) {
        Instant end = period.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return !newestEvent.isBefore(end);
    }

    /** Listed and alerted: both sides are final and do not agree. */
    public boolean isException() {
        return closed && status != Status.MATCHED;
    }

    /**
     * What late entries add to the charged cost: as much of them as the charge falls short of the ledger, and for net
     * credits as much as it exceeds it, never below a charge of 0. It depends on the sums alone, not on the order in which the entries came.
     *
     * <p>Worked: charged 100, ledger 105 of which 5 late: 5. Charged 102, ledger 105 of which 5 late: 3. Charged 106: 0.
     */
    static BigDecimal adjustment(BigDecimal charged, BigDecimal ledger, BigDecimal late) {
        BigDecimal shortfall = ledger.subtract(charged);
        BigDecimal adjustment = shortfall.max(late.min(BigDecimal.ZERO)).min(late.max(BigDecimal.ZERO));
        return adjustment.max(charged.negate());
    }

    private static Status status(BigDecimal charged, BigDecimal ledger, boolean entered) {
        if (!entered) {
            return charged.signum() == 0 ? Status.MATCHED : Status.LEDGER_MISSING;
        }
        BigDecimal allowed = ledger.abs().multiply(GATE_PERCENT).movePointLeft(2);
        if (charged.subtract(ledger).abs().compareTo(allowed) <= 0) {
            return Status.MATCHED;
        }
        return charged.signum() == 0 ? Status.CHARGE_MISSING : Status.DIFFERS;
    }

    private static TreeMap<String, LedgerEntry> distinct(
            String workflowId, YearMonth period, Collection<LedgerEntry> entries) {
        TreeMap<String, LedgerEntry> distinct = new TreeMap<>();
        for (LedgerEntry entry : entries) {
            if (!entry.workflowId().equals(workflowId) || !entry.period().equals(period)) {
                throw new IllegalArgumentException("entry " + entry.entryId() + " is of " + entry.workflowId() + " in "
                        + entry.period() + ", not of " + workflowId + " in " + period);
            }
            LedgerEntry known = distinct.putIfAbsent(entry.entryId(), entry);
            if (known != null && known.amount().compareTo(entry.amount()) != 0) {
                throw new IllegalArgumentException(
                        "entry " + entry.entryId() + " says " + known.amount().toPlainString() + " and "
                                + entry.amount().toPlainString());
            }
        }
        return distinct;
    }
}
