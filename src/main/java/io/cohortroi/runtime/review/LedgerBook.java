package io.cohortroi.runtime.review;

import io.cohortroi.domain.calibration.BookedEntry;
import io.cohortroi.domain.calibration.LedgerEntry;
import io.cohortroi.domain.calibration.LedgerSums;
import io.cohortroi.domain.roi.ValuationPolicy;
import io.cohortroi.domain.stage.Rejection;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.streams.StreamEngine;
import io.cohortroi.topology.serde.Inbound;
import io.cohortroi.topology.serde.InboundSerde;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Entries of the finance ledger, each id once, booked by the rules of the stream. */
public final class LedgerBook {
    private final Map<String, BookedEntry> entries = new HashMap<>();
    private final ValuationPolicy policy;
    private final Duration closing;

    private LedgerBook(ValuationPolicy policy, Duration closing) {
        this.policy = policy;
        this.closing = closing;
    }

    public static LedgerBook of(Settings settings) {
        return new LedgerBook(StreamEngine.valuationOf(settings), settings.roi().ledgerClosing());
    }

    /**
     * Books one entry of a file, which somebody can correct.
     *
     * @throws IOException where it breaks a rule, or contradicts another of its id
     */
    void addStrictly(byte[] value) throws IOException {
        Inbound<LedgerEntry> inbound = InboundSerde.ledgerEntries().deserialize("", value);
        LedgerEntry entry = inbound.event();
        Rejection rejection = inbound.rejection();
        if (entry == null) {
            throw new IOException(rejection == null ? "an entry is no null value" : rejection.detail());
        }
        if (!policy.accepts(entry.currency())) {
            throw new IOException("entry " + entry.entryId() + " is in " + entry.currency() + ", the ledger is held in "
                    + policy.currency() + ", and no rate is configured");
        }
        BookedEntry known = entries.get(entry.entryId());
        if (known != null && !known.seen().contains(entry.digest())) {
            throw new IOException("entry " + entry.entryId() + " comes twice with different contents");
        }
        book(known, entry);
    }

    /** Books one record of the topic; what the stream puts into the dead letters is left out here too. */
    void add(byte @Nullable [] key, byte @Nullable [] value) {
        LedgerEntry entry = value == null
                ? null
                : InboundSerde.ledgerEntries().deserialize("", value).event();
        if (entry != null
                && Arrays.equals(key, entry.workflowId().getBytes(StandardCharsets.UTF_8))
                && policy.accepts(entry.currency())) {
            book(entries.get(entry.entryId()), entry);
        }
    }

    private void book(@Nullable BookedEntry known, LedgerEntry entry) {
        entries.put(
                entry.entryId(),
                BookedEntry.book(
                                known,
                                entry,
                                policy.money(entry.amount(), entry.currency()),
                                entry.saysItIsLate(closing))
                        .next());
    }

    /** What was booked by workflow and month, each once. */
    void forEachMonth(BiConsumer<WorkflowMonth, LedgerSums> month) {
        TreeMap<WorkflowMonth, LedgerSums> sums = new TreeMap<>();
        for (BookedEntry booked : entries.values()) {
            YearMonth period = booked.entry().period();
            sums.merge(new WorkflowMonth(booked.entry().workflowId(), period), LedgerSums.of(booked), LedgerSums::plus);
        }
        sums.forEach(month);
    }
}
