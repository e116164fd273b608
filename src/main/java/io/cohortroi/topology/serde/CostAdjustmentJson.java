package io.cohortroi.topology.serde;

import io.cohortroi.domain.roi.CostAdjustment;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;

/** The value of {@code cost-adjustments}. */
public final class CostAdjustmentJson {
    private static final BigDecimal MOST = BigDecimal.TEN.pow(30);

    private CostAdjustmentJson() {}

    /** @param newest newest event time that it rests on */
    public static byte[] toBytes(String workflowId, YearMonth period, CostAdjustment adjustment, Instant newest) {
        return JsonOut.object(out -> {
            out.text("workflow_id", workflowId);
            out.text("period", period.toString());
            out.number("amount", adjustment.amount());
            out.number("charged", adjustment.charged());
            out.number("completions", adjustment.completions());
            out.time("updated_at", newest);
        });
    }

    /** Empty where it is none. */
    public static Optional<CostAdjustment> read(byte[] value) {
        try {
            Fields fields = Json.object(value);
            return Optional.of(new CostAdjustment(
                    fields.number("amount", MOST.negate(), MOST),
                    fields.number("charged", BigDecimal.ZERO, MOST),
                    fields.whole("completions", 0, Long.MAX_VALUE)));
        } catch (InvalidValueException e) {
            return Optional.empty();
        }
    }
}
