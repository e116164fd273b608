package io.cohortroi.domain.roi;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;

/**
 * What late entries of the finance ledger change in the cost of a workflow's completions of one month. Each completion
 * carries a share in proportion to what it cost before, rounded half-up to minor units; where none cost anything, all
 * carry the same. No cost falls below 0, because an adjustment takes back at most all of {@code charged}.
 *
 * <p>Worked: 600 over completions that cost 3,000 and 6,790 of 9,790 together is 183.86 and 416.14. 10 over three that
 * cost 1 each is 3.33 each, and 0.01 is in no record.
 *
 * @param amount in major units; negative for a credit
 * @param charged by all completions of the month before any adjustment
 * @param completions how many there are
 */
public record CostAdjustment(BigDecimal amount, BigDecimal charged, long completions) {
    /** {@code wf-045@2025-09}: what it is published under. */
    public static String key(String workflowId, YearMonth period) {
        return workflowId + "@" + period;
    }

    /** Whether both mean the same share for every completion. */
    public boolean says(CostAdjustment other) {
        return completions == other.completions
                && amount.compareTo(other.amount) == 0
                && charged.compareTo(other.charged) == 0;
    }

    /** @param cost of the completion before any adjustment, one of those that {@code charged} is the sum of */
    public BigDecimal shareOf(BigDecimal cost, int minorDigits) {
        if (amount.signum() == 0) {
            return BigDecimal.ZERO;
        }
        if (charged.signum() != 0) {
            return amount.multiply(cost).divide(charged, minorDigits, RoundingMode.HALF_UP);
        }
        return completions == 0
                ? BigDecimal.ZERO
                : amount.divide(BigDecimal.valueOf(completions), minorDigits, RoundingMode.HALF_UP);
    }
}
