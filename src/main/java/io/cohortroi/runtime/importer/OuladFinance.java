package io.cohortroi.runtime.importer;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an assessment costs and is worth. OULAD has no money: this is a declared, artificial mapping of its modules onto
 * real training programmes of New Jersey's eligible provider list (their total cost in dollars and clock hours), split
 * over a presentation's assessments by weight. Multiply, divide, round once, half-up.
 *
 * <p>TMA 1752 of AAA 2013J has weight 10 of 200: fixed cost 2695 x 10 / 200 = 134.75, capability value 0.375 x 134.75 =
 * 50.53, 404 h x 10 / 200 = 20.2 h or 1212 minutes.
 */
final class OuladFinance {
    private static final SortedMap<String, Programme> PROGRAMMES =
            Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(
                    "AAA", new Programme(40950, 2695, 404),
                    "BBB", new Programme(38796, 3995, 320),
                    "CCC", new Programme(36263, 7075, 400),
                    "DDD", new Programme(46727, 4109, 480),
                    "EEE", new Programme(50642, 4680, 320),
                    "FFF", new Programme(39492, 8032, 900),
                    "GGG", new Programme(50021, 4260, 320))));

    private static final BigDecimal CAPABILITY_SHARE = new BigDecimal("0.375");
    private static final long MINUTES_PER_HOUR = 60;

    private OuladFinance() {}

    /**
     * A programme of the provider list.
     *
     * @param programId its number there
     * @param totalCost dollars
     * @param clockHours hours
     */
    record Programme(int programId, int totalCost, int clockHours) {}

    /** An assessment's share of its programme; all of it 0 where its weight is 0. */
    record Terms(
            BigDecimal fixedCost, BigDecimal capabilityValue, BigDecimal durationMinutes, BigDecimal durationHours) {}

    /** The seven modules that have a programme, in their order. */
    static SortedMap<String, Programme> programmes() {
        return PROGRAMMES;
    }

    /**
     * @param module one of {@link #programmes()}
     * @param weight of the assessment, at least 0
     * @param weights of all assessments of its presentation together
     */
    static Terms terms(String module, BigDecimal weight, BigDecimal weights) {
        Programme programme = PROGRAMMES.get(module);
        if (programme == null) {
            throw new IllegalArgumentException("no programme for module " + module);
        }
        BigDecimal fixedCost = share(programme.totalCost(), weight, weights, 2);
        return new Terms(
                fixedCost,
                CAPABILITY_SHARE.multiply(fixedCost).setScale(2, RoundingMode.HALF_UP),
                share(programme.clockHours() * MINUTES_PER_HOUR, weight, weights, 0),
                share(programme.clockHours(), weight, weights, 2));
    }

    private static BigDecimal share(long whole, BigDecimal weight, BigDecimal weights, int scale) {
        return weight.signum() == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(whole).multiply(weight).divide(weights, scale, RoundingMode.HALF_UP);
    }
}
