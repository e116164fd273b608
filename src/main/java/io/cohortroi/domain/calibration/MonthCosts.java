package io.cohortroi.domain.calibration;

import io.cohortroi.domain.alert.Alert;
import io.cohortroi.domain.alert.AlertBinary;
import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.roi.CostAdjustment;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One month of a workflow: both sides, and what was said of it.
 *
 * @param isStated whether it was published as closed for entries, with entries: what comes after that is late, where it
 *     does not say itself when it was posted
 * @param told the adjustment that was published last; absent while there never was one
 * @param standing the alert that stands
 * @param endedAt when the last alert ended, while its last value is still published
 */
public record MonthCosts(
        ChargedSums charged,
        LedgerSums ledger,
        boolean isStated,
        @Nullable CostAdjustment told,
        @Nullable Alert standing,
        @Nullable Instant endedAt) {
    static final MonthCosts NOTHING = new MonthCosts(ChargedSums.NOTHING, LedgerSums.NOTHING, false, null, null, null);

    MonthCosts plus(ChargedSums more) {
        return new MonthCosts(charged.plus(more), ledger, isStated, told, standing, endedAt);
    }

    MonthCosts plus(LedgerSums more) {
        return new MonthCosts(charged, ledger.plus(more), isStated, told, standing, endedAt);
    }

    MonthCosts stated() {
        return new MonthCosts(charged, ledger, true, told, standing, endedAt);
    }

    MonthCosts telling(CostAdjustment adjustment) {
        return new MonthCosts(charged, ledger, isStated, adjustment, standing, endedAt);
    }

    MonthCosts alerting(@Nullable Alert alert, @Nullable Instant ended) {
        return new MonthCosts(charged, ledger, isStated, told, alert, ended);
    }

    /** Neither side has anything, and there is nothing to take back. */
    boolean isOver() {
        return hasNothing()
                && standing == null
                && endedAt == null
                && (told == null || told.amount().signum() == 0);
    }

    /** Neither side has anything. */
    boolean hasNothing() {
        return charged.isNothing() && ledger.entries() == 0;
    }

    void write(BinaryWriter out) {
        charged.write(out);
        ledger.write(out);
        out.writeBoolean(isStated);
        out.writeNullable(told, MonthCosts::writeAdjustment);
        out.writeNullable(standing, AlertBinary::write);
        out.writeNullable(endedAt, BinaryWriter::writeInstant);
    }

    static MonthCosts read(BinaryReader in) {
        return new MonthCosts(
                ChargedSums.read(in),
                LedgerSums.read(in),
                in.readBoolean(),
                in.readNullable(MonthCosts::readAdjustment),
                in.readNullable(AlertBinary::read),
                in.readNullable(BinaryReader::readInstant));
    }

    private static void writeAdjustment(BinaryWriter out, CostAdjustment adjustment) {
        out.writeDecimal(adjustment.amount()).writeDecimal(adjustment.charged()).writeSigned(adjustment.completions());
    }

    private static CostAdjustment readAdjustment(BinaryReader in) {
        return new CostAdjustment(in.readDecimal(), in.readDecimal(), in.readSigned());
    }
}
