package io.cohortroi.domain.alert;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Why a window departs: how much is a changed mix, how much is there at the usual mix, and who contributes most.
 *
 * <p>With per archetype a the share s of the completions of the window, the share u in the weeks before (over the
 * archetypes the window has), and v = observed mean less baseline mean of the window, in units of the expected mean E:
 *
 * <pre>
 *   variance = sum s v / E = sum (s - u) v / E  (mix effect)  +  sum u v / E  (within effect)
 * </pre>
 *
 * <p>Both parts add up to the variance exactly, before rounding. A worked number: Fast Learners are on their baseline of
 * 1.8, Generalists earn 0.8 on a baseline of 1.0, and the mix went from 50:50 to 20:80. Expected is 1.16, observed 1.0,
 * the variance -13.79 %. At the usual mix -0.1 / 1.16 = -8.62 % would be there (within); -5.17 % is the mix.
 */
record VarianceExplanation(
        @Nullable BigDecimal mixEffectPct, @Nullable BigDecimal withinEffectPct, List<Contributor> topContributors) {

    private static final int PER_KIND = 3;

    /** @param before the weeks before the window; without completions there is no usual mix, and no split */
    static VarianceExplanation of(WindowSums window, WindowSums before) {
        List<Contributor> contributors =
                new ArrayList<>(top("workflow", window, window.breakdown().byWorkflow()));
        contributors.addAll(top("archetype", window, window.breakdown().byArchetype()));
        contributors.sort(byContribution());
        BigDecimal variance = window.variancePct();
        BigDecimal within = withinEffect(window, before);
        BigDecimal mix = within == null || variance == null ? null : variance.subtract(within);
        return new VarianceExplanation(mix, within, contributors);
    }

    private static @Nullable BigDecimal withinEffect(WindowSums window, WindowSums before) {
        NavigableMap<String, GroupSums> now = window.breakdown().byArchetype();
        NavigableMap<String, GroupSums> usual = before.breakdown().byArchetype();
        long usualN =
                now.keySet().stream().mapToLong(label -> count(usual, label)).sum();
        if (usualN <= 0) {
            return null;
        }
        BigDecimal atUsualMix = BigDecimal.ZERO;
        for (Map.Entry<String, GroupSums> group : now.entrySet()) {
            if (group.getValue().n() > 0) {
                BigInteger weighted =
                        group.getValue().departure().multiply(BigInteger.valueOf(count(usual, group.getKey())));
                atUsualMix = atUsualMix.add(new BigDecimal(weighted)
                        .divide(BigDecimal.valueOf(group.getValue().n()), MathContext.DECIMAL128));
            }
        }
        return window.percentOfExpected(atUsualMix
                .multiply(BigDecimal.valueOf(window.n()))
                .divide(BigDecimal.valueOf(usualN), MathContext.DECIMAL128));
    }

    private static long count(Map<String, GroupSums> groups, String label) {
        return groups.getOrDefault(label, GroupSums.ZERO).n();
    }

    private static List<Contributor> top(String kind, WindowSums window, Map<String, GroupSums> groups) {
        int direction = window.direction();
        List<Contributor> found = new ArrayList<>();
        groups.forEach((id, sums) -> {
            BigDecimal contribution = window.percentOfExpected(sums.departure());
            BigDecimal observed = WindowSums.mean(sums.roiSum(), sums.n());
            BigDecimal expected = WindowSums.mean(sums.expectedSum(), sums.n());
            if (contribution != null
                    && observed != null
                    && expected != null
                    && sums.departure().signum() == direction
                    && direction != 0) {
                found.add(new Contributor(kind, id, sums.n(), observed, expected, contribution));
            }
        });
        found.sort(byContribution());
        return found.subList(0, Math.min(PER_KIND, found.size()));
    }

    private static Comparator<Contributor> byContribution() {
        return Comparator.comparing((Contributor each) -> each.contributionPct().abs())
                .reversed()
                .thenComparing(Contributor::kind)
                .thenComparing(Contributor::id);
    }

    /** The numbers of a window, explained. */
    static Measures measures(
            WindowSums window, WindowSums before, AlertRules rules, Measures.@Nullable Evidence evidence) {
        VarianceExplanation why = of(window, before);
        BigDecimal observed = window.observed();
        BigDecimal half = window.halfWidth();
        return new Measures(
                "mean_roi",
                observed,
                window.expected(),
                window.variancePct(),
                rules.thresholdPercent(),
                window.n(),
                observed == null || half == null ? null : observed.subtract(half),
                observed == null || half == null ? null : observed.add(half),
                evidence,
                why.mixEffectPct(),
                why.withinEffectPct(),
                why.topContributors());
    }
}
