package io.cohortroi.domain.calibration;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.roi.Digest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one entry id of the finance ledger, for good: the content that counts, and what else was seen
 * under the id. Which content counts does not depend on the order of arrival.
 *
 * @param amount as it is counted, in minor units' scale of the configured currency
 * @param late whether it came after its month was closed
 * @param seen digests of every distinct content, the winner's included
 */
public record BookedEntry(LedgerEntry entry, BigDecimal amount, boolean late, List<Digest> seen) {
    /** Distinct contents of one id that are told apart. */
    public static final int MAX_CONTENTS = 1_000;

    public BookedEntry {
        seen = List.copyOf(seen);
    }

    /**
     * How a content of an id ends.
     *
     * @param next what is kept of the id now
     * @param repeated it was seen before: nothing changes
     * @param counts it is the content that counts now
     */
    public record Booking(BookedEntry next, boolean repeated, boolean counts) {}

    /**
     * Books one more content.
     *
     * @param known what is kept of its id; absent for a new one
     */
    public static Booking book(@Nullable BookedEntry known, LedgerEntry entry, BigDecimal amount, boolean late) {
        Digest digest = entry.digest();
        if (known == null) {
            return new Booking(new BookedEntry(entry, amount, late, List.of(digest)), false, true);
        }
        if (known.seen.contains(digest)) {
            return new Booking(known, true, false);
        }
        List<Digest> seen = new ArrayList<>(known.seen);
        seen.add(digest);
        return entry.winsOver(known.entry)
                ? new Booking(new BookedEntry(entry, amount, late, seen), false, true)
                : new Booking(new BookedEntry(known.entry, known.amount, known.late, seen), false, false);
    }

    public void write(BinaryWriter out) {
        entry.write(out);
        out.writeDecimal(amount).writeBoolean(late);
        out.writeAll(seen, seen.size(), (to, digest) -> digest.write(to));
    }

    public static BookedEntry read(BinaryReader in) {
        return new BookedEntry(LedgerEntry.read(in), in.readDecimal(), in.readBoolean(), in.readAll(Digest::read));
    }
}
