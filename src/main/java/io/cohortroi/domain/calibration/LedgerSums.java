package io.cohortroi.domain.calibration;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.metrics.Decimals;
import java.math.BigDecimal;

/**
 * What finance has booked on a workflow in a month.
 *
 * @param entries how many, each id once
 * @param amount of all of them, in major units
 * @param late the part of {@code amount} that came after the month was closed
 */
public record LedgerSums(long entries, BigDecimal amount, BigDecimal late) {
    public static final LedgerSums NOTHING = new LedgerSums(0, BigDecimal.ZERO, BigDecimal.ZERO);

    public LedgerSums {
        amount = Decimals.plain(amount);
        late = Decimals.plain(late);
    }

    public static LedgerSums of(BookedEntry booked) {
        return new LedgerSums(1, booked.amount(), booked.late() ? booked.amount() : BigDecimal.ZERO);
    }

    public LedgerSums plus(LedgerSums other) {
        return new LedgerSums(entries + other.entries, amount.add(other.amount), late.add(other.late));
    }

    public LedgerSums negated() {
        return new LedgerSums(-entries, amount.negate(), late.negate());
    }

    void write(BinaryWriter out) {
        out.writeSigned(entries).writeDecimal(amount).writeDecimal(late);
    }

    static LedgerSums read(BinaryReader in) {
        return new LedgerSums(in.readSigned(), in.readDecimal(), in.readDecimal());
    }
}
