package io.cohortroi.domain.calibration;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.metrics.Decimals;
import io.cohortroi.domain.roi.Digest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What finance says was spent on a workflow.
 *
 * @param entryId its identity: an entry that comes again counts once
 * @param category kind of cost, such as delivery
 * @param amount in major units of {@code currency}; negative for a credit note
 * @param postedAt when finance booked it; absent where the source does not say
 */
public record LedgerEntry(
        String entryId,
        String workflowId,
        YearMonth period,
        String category,
        BigDecimal amount,
        String currency,
        @Nullable Instant postedAt) {

    public LedgerEntry {
        amount = Decimals.plain(amount);
    }

    /** The first moment after a month, in UTC. */
    static Instant endOf(YearMonth period) {
        return period.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /**
     * Whether it says itself that it was booked after its month was closed: with a closing of 10 days, an entry for
     * 2025-10 is late from 2025-11-11T00:00Z on. It is a fact of the entry, whenever it arrives.
     *
     * @param closing how long after its end a month stays open for entries, at least 0
     */
    public boolean saysItIsLate(Duration closing) {
        return postedAt != null && !postedAt.isBefore(endOf(period).plus(closing));
    }

    /** Of two contents under one id: the one posted later (never before ever), then the one of the smaller digest. */
    boolean winsOver(LedgerEntry other) {
        Instant own = postedAt == null ? Instant.MIN : postedAt;
        int byTime = own.compareTo(other.postedAt == null ? Instant.MIN : other.postedAt);
        return byTime != 0 ? byTime > 0 : digest().compareTo(other.digest()) < 0;
    }

    /** Equal for entries of the same content, 1.0 and 1.00 being the same number. */
    public Digest digest() {
        BinaryWriter out = new BinaryWriter();
        write(out);
        return Digest.of(out.toByteArray());
    }

    void write(BinaryWriter out) {
        out.writeString(entryId)
                .writeString(workflowId)
                .writeString(period.toString())
                .writeString(category)
                .writeDecimal(amount)
                .writeString(currency)
                .writeNullable(postedAt, BinaryWriter::writeInstant);
    }

    static LedgerEntry read(BinaryReader in) {
        return new LedgerEntry(
                in.readString(),
                in.readString(),
                YearMonth.parse(in.readString()),
                in.readString(),
                in.readDecimal(),
                in.readString(),
                in.readNullable(BinaryReader::readInstant));
    }
}
