package io.cohortroi.topology.state;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.stage.Outcome;
import java.util.EnumMap;
import java.util.Map;

/**
 * The conservation ledger of one input partition. {@code input = applied + duplicate + superseded + waiting +
 * dead-lettered} holds at every commit.
 *
 * @param toldInput how much of {@code input} the rule on data quality was told
 * @param toldDeadLettered how many dead letters it was told
 */
public record LedgerCounts(long input, Map<Outcome, Long> byOutcome, long toldInput, long toldDeadLettered) {
    public static final LedgerCounts ZERO = new LedgerCounts(0, Map.of(), 0, 0);

    public LedgerCounts plus(Outcome outcome, int count, boolean isInput) {
        Map<Outcome, Long> next = new EnumMap<>(Outcome.class);
        next.putAll(byOutcome);
        next.merge(outcome, (long) count, Long::sum);
        return new LedgerCounts(isInput ? input + count : input, next, toldInput, toldDeadLettered);
    }

    public long of(Outcome outcome) {
        return byOutcome.getOrDefault(outcome, 0L);
    }

    /** The same, all of it told. */
    public LedgerCounts told() {
        return new LedgerCounts(input, byOutcome, input, of(Outcome.DEAD_LETTERED));
    }

    void write(BinaryWriter out) {
        out.writeUnsigned(input);
        for (Outcome outcome : Outcome.values()) {
            out.writeSigned(of(outcome));
        }
        out.writeSigned(toldInput).writeSigned(toldDeadLettered);
    }

    static LedgerCounts read(BinaryReader in) {
        long input = in.readUnsigned();
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, in.readSigned());
        }
        return new LedgerCounts(input, counts, in.readSigned(), in.readSigned());
    }
}
