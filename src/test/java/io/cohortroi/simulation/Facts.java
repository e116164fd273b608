package io.cohortroi.simulation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Named numbers and words; zero and nothing are the same as not said. */
final class Facts {
    private final Map<String, BigDecimal> numbers = new TreeMap<>();
    private final Map<String, String> words = new TreeMap<>();
    private final Map<String, List<BigDecimal>> multipliers = new TreeMap<>();

    void add(String name, BigDecimal amount) {
        numbers.merge(name, amount, BigDecimal::add);
    }

    void count(String topic, String outcome) {
        count(topic, outcome, 1);
    }

    void count(String topic, String outcome, int times) {
        add("ledger/" + topic + "/" + outcome, BigDecimal.valueOf(times));
    }

    void say(String name, Object value) {
        if (value instanceof BigDecimal number) {
            numbers.put(name, number);
        } else if (value != null) {
            words.put(name, value.toString());
        }
    }

    void book(String scope, BigDecimal cost, BigDecimal benefit, BigDecimal multiplier, long units) {
        String prefix = "scope/" + scope + "/";
        add(prefix + "completions", BigDecimal.ONE);
        add(prefix + "total_cost", cost);
        add(prefix + "total_benefit", benefit);
        add(prefix + "capabilities_added", BigDecimal.valueOf(units));
        add(prefix + "no_cost_completions", multiplier == null ? BigDecimal.ONE : BigDecimal.ZERO);
        add(prefix + "multipliers", multiplier == null ? BigDecimal.ZERO : multiplier);
        if (multiplier != null) {
            multipliers.computeIfAbsent(prefix, key -> new ArrayList<>()).add(multiplier);
        }
    }

    /** @param asFloats to say sums as a program would that adds up floats */
    Map<String, String> all(boolean asFloats) {
        derive();
        Map<String, String> all = new TreeMap<>(words);
        numbers.forEach((name, number) -> {
            boolean drifts = asFloats && name.endsWith("/total_cost");
            BigDecimal said = drifts ? BigDecimal.valueOf(number.floatValue()) : number;
            if (said.signum() != 0) {
                all.put(name, said.stripTrailingZeros().toPlainString());
            }
        });
        return all;
    }

    private void derive() {
        multipliers.forEach((prefix, values) -> {
            Collections.sort(values);
            numbers.put(prefix + "median_roi", values.get((values.size() + 1) / 2 - 1));
            numbers.put(prefix + "p90_roi", values.get((9 * values.size() + 9) / 10 - 1));
        });
        for (Map.Entry<String, BigDecimal> sum : new TreeMap<>(numbers).entrySet()) {
            if (sum.getKey().endsWith("/multipliers")) {
                String prefix = sum.getKey().substring(0, sum.getKey().length() - "multipliers".length());
                quotient(
                        prefix + "mean_roi",
                        sum.getValue(),
                        numbers.get(prefix + "completions").subtract(numbers.get(prefix + "no_cost_completions")));
                quotient(
                        prefix + "pooled_roi",
                        numbers.get(prefix + "total_benefit"),
                        numbers.get(prefix + "total_cost"));
                numbers.remove(sum.getKey());
            }
        }
    }

    private void quotient(String name, BigDecimal dividend, BigDecimal divisor) {
        if (divisor.signum() != 0) {
            numbers.put(name, dividend.divide(divisor, 12, RoundingMode.HALF_UP));
        }
    }
}
