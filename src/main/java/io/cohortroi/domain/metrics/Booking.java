package io.cohortroi.domain.metrics;

import io.cohortroi.domain.learner.Archetype;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one final, not voided ROI record adds to the sums of its cohort, its archetype and the whole.
 *
 * @param cost in major units at the scale of the currency's minor unit, as is {@code benefit}
 * @param costAdjustment the part of {@code cost} that late entries of the finance ledger added
 * @param multiplier benefit / cost, or null at cost 0: counted, left out of averages
 * @param baseline the ratio expected of it, in that version of its archetype's baseline
 */
public record Booking(
        String cohort,
        Archetype archetype,
        String workflowId,
        Instant completedAt,
        BigDecimal cost,
        BigDecimal costAdjustment,
        BigDecimal benefit,
        @Nullable BigDecimal multiplier,
        BigDecimal baseline,
        int baselineVersion,
        long capabilitiesAdded,
        BigDecimal completionRate) {}
