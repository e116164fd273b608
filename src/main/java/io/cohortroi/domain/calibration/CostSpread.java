package io.cohortroi.domain.calibration;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An adjustment of a workflow's cost spread over its completions of the period, in proportion to what each was charged,
 * in whole minor units and to the last of them. What is left over by rounding down goes to the largest remainders,
 * equal ones by completion key. Where nothing was charged all get the same.
 *
 * <p>Worked: 10.00 over costs 1, 1 and 1 (keys a, b, c) is 3.34, 3.33, 3.33.
 */
public final class CostSpread {
    private CostSpread() {}

    /**
     * @param adjustment in major units with at most {@code minorDigits} decimals; may be negative
     * @param costs charged by completion key, each at least 0, at least one of them
     * @param minorDigits decimals of the currency, 2 for most
     * @return the change of each completion's cost; they add up to the adjustment
     */
    public static SortedMap<String, BigDecimal> of(
            BigDecimal adjustment, Map<String, BigDecimal> costs, int minorDigits) {
        if (costs.isEmpty()) {
            throw new IllegalArgumentException("there is no completion to carry " + adjustment.toPlainString());
        }
        BigInteger minor = adjustment.abs().movePointRight(minorDigits).toBigIntegerExact();
        boolean charged = costs.values().stream().anyMatch(cost -> cost.signum() > 0);
        List<Part> parts = new ArrayList<>();
        BigDecimal total = costs.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal whole = charged ? total : BigDecimal.valueOf(costs.size());
        BigInteger rest = minor;
        for (Map.Entry<String, BigDecimal> each : costs.entrySet()) {
            BigDecimal weight = charged ? each.getValue() : BigDecimal.ONE;
            BigDecimal[] share = new BigDecimal(minor).multiply(weight).divideAndRemainder(whole);
            parts.add(new Part(each.getKey(), share[0].toBigIntegerExact(), share[1]));
            rest = rest.subtract(share[0].toBigIntegerExact());
        }
        parts.sort(Comparator.comparing(Part::remainder).reversed().thenComparing(Part::key));
        SortedMap<String, BigDecimal> spread = new TreeMap<>();
        for (Part part : parts) {
            boolean oneMore = rest.signum() > 0;
            BigInteger units = oneMore ? part.units().add(BigInteger.ONE) : part.units();
            rest = oneMore ? rest.subtract(BigInteger.ONE) : rest;
            BigDecimal change = new BigDecimal(units, minorDigits);
            spread.put(part.key(), adjustment.signum() < 0 ? change.negate() : change);
        }
        return spread;
    }

    private record Part(String key, BigInteger units, BigDecimal remainder) {}
}
