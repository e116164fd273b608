package io.cohortroi.topology;

import io.cohortroi.domain.calibration.BookedEntry;
import io.cohortroi.domain.calibration.LedgerEntry;
import io.cohortroi.domain.calibration.LedgerSums;
import io.cohortroi.domain.roi.Place;
import io.cohortroi.domain.roi.ValuationPolicy;
import io.cohortroi.domain.stage.Outcome;
import io.cohortroi.domain.stage.Rejection;
import io.cohortroi.topology.error.DeadLetters;
import io.cohortroi.topology.serde.Inbound;
import io.cohortroi.topology.state.CostStores;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The finance ledger: what breaks a rule goes to the dead letters, every other entry counts once for the workflow and
 * month it names.
 */
final class BookEntries extends ContextualProcessor<byte[], Inbound<LedgerEntry>, String, Emission> {
    private final Wiring wiring;
    private @Nullable KeyValueStore<String, BookedEntry> entries;
    private @Nullable CostStores costs;

    BookEntries(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public void init(ProcessorContext<String, Emission> context) {
        super.init(context);
        entries = context.getStateStore(Names.LEDGER_ENTRIES);
        costs = new CostStores(context);
    }

    @Override
    public void process(Record<byte[], Inbound<LedgerEntry>> record) {
        if (entries == null || costs == null) {
            throw new IllegalStateException("a processor is initialised before it processes");
        }
        Place place = context()
                .recordMetadata()
                .map(metadata -> new Place(Topics.FINANCE_LEDGER, metadata.partition(), metadata.offset()))
                .orElse(Place.BUILT_IN);
        LedgerEntry entry = record.value().event();
        BookedEntry known = entry == null ? null : entries.get(entry.entryId());
        Rejection rejection = check(record, place, known);
        if (entry == null || rejection != null) {
            refuse(record, place, rejection);
            return;
        }
        BookedEntry.Booking booking =
                BookedEntry.book(known, entry, policy().money(entry.amount(), entry.currency()), isLate(entry, costs));
        if (booking.repeated()) {
            count(record, Outcome.DUPLICATE, 1, true);
            return;
        }
        entries.put(entry.entryId(), booking.next());
        if (!booking.counts()) {
            count(record, Outcome.SUPERSEDED, 1, true);
            return;
        }
        if (known != null) {
            add(known.entry(), LedgerSums.of(known).negated(), costs);
            count(record, Outcome.APPLIED, -1, false);
            count(record, Outcome.SUPERSEDED, 1, false);
        }
        add(entry, LedgerSums.of(booking.next()), costs);
        count(record, Outcome.APPLIED, 1, true);
    }

    private static void add(LedgerEntry entry, LedgerSums sums, CostStores costs) {
        costs.change(entry.workflowId(), costs.of(entry.workflowId()).plus(entry.period(), sums));
    }

    /**
     * An entry that does not say when it was posted is late where its month was already published as closed when it
     * came; of an input that is complete, where everything came beforehand, that says nothing.
     */
    private boolean isLate(LedgerEntry entry, CostStores known) {
        if (entry.postedAt() != null) {
            return entry.saysItIsLate(wiring.options().insights().closing());
        }
        return wiring.options().watchLive()
                && known.of(entry.workflowId()).of(entry.period()).isStated();
    }

    private ValuationPolicy policy() {
        return wiring.options().policy().valuation();
    }

    private @Nullable Rejection check(
            Record<byte[], Inbound<LedgerEntry>> record, Place place, @Nullable BookedEntry known) {
        Optional<String> quarantined = wiring.quarantine()
                .reasonFor(new Place(wiring.options().topic(place.topic()), place.partition(), place.offset()));
        if (quarantined.isPresent()) {
            return new Rejection(Rejection.Code.QUARANTINED, "processing it failed every time: " + quarantined.get());
        }
        LedgerEntry entry = record.value().event();
        if (entry == null) {
            Rejection unreadable = record.value().rejection();
            return unreadable == null
                    ? new Rejection(Rejection.Code.INVALID, "a ledger entry is no null value")
                    : unreadable;
        }
        byte[] id = entry.workflowId().getBytes(StandardCharsets.UTF_8);
        if (record.key() == null || !Arrays.equals(record.key(), id)) {
            return new Rejection(Rejection.Code.KEY_MISMATCH, "the key is the workflow_id of the value");
        }
        if (!policy().accepts(entry.currency())) {
            return new Rejection(
                    Rejection.Code.CURRENCY,
                    "currency " + entry.currency() + " is not " + policy().currency()
                            + " and no rate is configured for it");
        }
        Instant latest =
                Instant.ofEpochMilli(record.timestamp()).plus(wiring.options().futureLimit());
        if (entry.postedAt() != null && entry.postedAt().isAfter(latest)) {
            return new Rejection(
                    Rejection.Code.FUTURE,
                    "posted_at lies more than " + wiring.options().futureLimit().toHours()
                            + " hours ahead of the time of appending");
        }
        if (known != null
                && known.seen().size() >= BookedEntry.MAX_CONTENTS
                && !known.seen().contains(entry.digest())) {
            return new Rejection(
                    Rejection.Code.OVERSIZE,
                    "an entry id has at most " + BookedEntry.MAX_CONTENTS + " distinct contents");
        }
        return null;
    }

    private void refuse(Record<byte[], Inbound<LedgerEntry>> record, Place place, @Nullable Rejection rejection) {
        if (rejection == null) {
            throw new IllegalStateException("a refused record has a reason");
        }
        DeadLetters.Parcel letter =
                DeadLetters.of(record.key(), record.value().original(), record.headers(), rejection, place);
        context()
                .forward(new Record<String, Emission>(
                        "",
                        new Emission.Output(Topics.DEAD_LETTERS, letter.key(), letter.value()),
                        record.timestamp(),
                        letter.headers()));
        count(record, Outcome.DEAD_LETTERED, 1, true);
    }

    private void count(Record<byte[], Inbound<LedgerEntry>> record, Outcome outcome, int count, boolean isInput) {
        Emission counted = new Emission.Counted(Topics.FINANCE_LEDGER, outcome, count, isInput);
        context().forward(new Record<>("", counted, record.timestamp()));
    }
}
