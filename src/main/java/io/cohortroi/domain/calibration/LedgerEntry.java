package io.cohortroi.domain.calibration;

import java.math.BigDecimal;
import java.time.YearMonth;

/**
 * What finance says was spent on a workflow.
 *
 * @param entryId its identity: an entry that comes again counts once
 * @param category kind of cost, such as delivery
 * @param amount in major units of the configured currency; negative for a credit note
 * @param late whether it came after its period had closed: a late invoice, or a late credit note
 */
public record LedgerEntry(
        String entryId, String workflowId, YearMonth period, String category, BigDecimal amount, boolean late) {}
