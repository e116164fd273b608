package io.cohortroi.domain.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cohortroi.domain.binary.MalformedStateException;
import io.cohortroi.topology.state.StateFormats;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BookedEntryTest {
    private static final Duration TEN_DAYS = Duration.ofDays(10);

    private static LedgerEntry undated(String amount) {
        return new LedgerEntry("E1", "wf-1", YearMonth.of(2025, 10), "delivery", new BigDecimal(amount), "EUR", null);
    }

    private static LedgerEntry posted(String amount, String at) {
        LedgerEntry entry = undated(amount);
        return new LedgerEntry(
                entry.entryId(),
                entry.workflowId(),
                entry.period(),
                entry.category(),
                entry.amount(),
                entry.currency(),
                Instant.parse(at));
    }

    private static BookedEntry first(LedgerEntry entry) {
        return BookedEntry.book(null, entry, entry.amount(), false).next();
    }

    @Test
    void shouldBeLateFromTheEndOfItsMonthAndTheClosingOn() {
        assertThat(posted("1", "2025-11-10T23:59:59.999Z").saysItIsLate(TEN_DAYS))
                .isFalse();
        assertThat(posted("1", "2025-11-11T00:00:00Z").saysItIsLate(TEN_DAYS)).isTrue();
        assertThat(posted("1", "2025-11-01T00:00:00Z").saysItIsLate(Duration.ZERO))
                .isTrue();
        assertThat(undated("1").saysItIsLate(Duration.ZERO)).isFalse();
    }

    @Test
    void shouldKeepTheSameContentWhateverTheOrder() {
        LedgerEntry one = posted("13", "2025-10-06T00:00:00Z");
        LedgerEntry other = posted("14", "2025-10-06T00:00:00Z");
        LedgerEntry winner = one.digest().compareTo(other.digest()) < 0 ? one : other;
        List<LedgerEntry> contents = new ArrayList<>(List.of(
                undated("10"),
                undated("11"),
                posted("12", "2025-10-05T00:00:00Z"),
                one,
                other,
                posted("14.0", "2025-10-06T00:00:00Z"),
                undated("10.00")));
        for (long seed = 1; seed <= 50; seed++) {
            Collections.shuffle(contents, new Random(seed));
            BookedEntry known = first(contents.get(0));
            int repeated = 0;
            for (LedgerEntry content : contents.subList(1, contents.size())) {
                BookedEntry.Booking booking = BookedEntry.book(known, content, content.amount(), false);
                known = booking.next();
                repeated += booking.repeated() ? 1 : 0;
            }
            assertThat(known.entry()).as("seed %d", seed).isEqualTo(winner);
            assertThat(known.seen()).as("seed %d", seed).hasSize(5);
            assertThat(repeated).as("seed %d", seed).isEqualTo(2);
        }
    }

    @Test
    void shouldReadWhatItWroteAndRefuseDamage() {
        LedgerEntry late = posted("-12.5", "2025-12-01T00:00:00Z");
        BookedEntry booked = BookedEntry.book(first(undated("10")), late, late.amount(), true)
                .next();
        byte[] bytes = StateFormats.ENTRY.toBytes(booked);
        assertThat(StateFormats.ENTRY.fromBytes(bytes)).isEqualTo(booked);
        assertThatExceptionOfType(MalformedStateException.class)
                .isThrownBy(() -> StateFormats.ENTRY.fromBytes(Arrays.copyOf(bytes, bytes.length - 1)));
    }
}
