package io.cohortroi.faults;

import java.util.List;

/**
 * What the offline judge found.
 *
 * @param lost completions without a record, inputs without an outcome, records without a line
 * @param duplicated versions said twice, records or outcomes of nothing, lines too many
 * @param others every other difference from the oracle, in words
 */
record Verdict(long events, long lost, long duplicated, List<String> others) {
    boolean isExact() {
        return lost == 0 && duplicated == 0 && others.isEmpty();
    }
}
