package io.cohortroi.topology.serde;

import io.cohortroi.domain.stage.Outcome;
import io.cohortroi.topology.state.LedgerCounts;

/** The value of {@code conservation-ledger}. */
public final class LedgerJson {
    private LedgerJson() {}

    public static byte[] toBytes(String topic, int partition, LedgerCounts counts) {
        return JsonOut.object(out -> out.text("topic", topic)
                .number("partition", partition)
                .number("input", counts.input())
                .number("applied", counts.of(Outcome.APPLIED))
                .number("duplicate", counts.of(Outcome.DUPLICATE))
                .number("superseded", counts.of(Outcome.SUPERSEDED))
                .number("waiting", counts.of(Outcome.WAITING))
                .number("dead_lettered", counts.of(Outcome.DEAD_LETTERED)));
    }
}
