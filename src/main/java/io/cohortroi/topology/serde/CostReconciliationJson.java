package io.cohortroi.topology.serde;

import io.cohortroi.domain.calibration.Reconciliation;
import java.time.Instant;
import java.util.List;

/** The value of {@code cost-reconciliation}. */
public final class CostReconciliationJson {
    private CostReconciliationJson() {}

    /**
     * @param rows of the workflow, oldest month first
     * @param newest newest event time that they rest on
     */
    public static byte[] toBytes(String workflowId, List<Reconciliation> rows, Instant newest) {
        return JsonOut.object(out -> {
            out.text("workflow_id", workflowId);
            out.all(
                    "periods",
                    rows,
                    (in, row) -> in.text("period", row.period().toString())
                            .number("completions", row.completions())
                            .number("charged", row.charged())
                            .number("ledger", row.ledger())
                            .number("variance_pct", row.variancePct())
                            .flag("closed", row.closed())
                            .text("status", row.status().label())
                            .number("adjustment", row.adjustment())
                            .number("unbooked", row.unbooked()));
            out.time("updated_at", newest);
        });
    }
}
