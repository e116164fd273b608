package io.cohortroi.runtime.evaluate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of values laid over a range of pixels. Linear ticks are 1, 2 or 5 times a power of ten and at most about
 * eight; logarithmic ones are powers of ten, with 2 and 5 between where there are fewer than three decades.
 */
record Axis(double low, double high, boolean log, double from, double to) {

    /** @param widen to the next tick on both sides, so that no point sits on the frame */
    static Axis over(double low, double high, boolean log, boolean widen, double from, double to) {
        double a = low;
        double b = high;
        if (!(a <= b)) {
            a = log ? 1 : 0;
            b = log ? 10 : 1;
        }
        if (log && a <= 0) {
            throw new IllegalArgumentException("a logarithmic axis begins above 0, found " + a);
        }
        if (a == b) {
            a = log ? a / 2 : a - 0.5;
            b = log ? b * 2 : b + 0.5;
        }
        if (widen && !log) {
            double step = step(b - a);
            a = Math.floor(a / step + 1e-9) * step;
            b = Math.ceil(b / step - 1e-9) * step;
        }
        return new Axis(a, b, log, from, to);
    }

    /** The pixel of a value; not finite where the axis has no place for it. */
    double at(double value) {
        double share = log
                ? (Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))
                : (value - low) / (high - low);
        return from + share * (to - from);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (!log) {
            double step = step(high - low);
            long first = Math.round(Math.ceil(low / step - 1e-9));
            for (long i = first; i * step <= high + step * 1e-9; i++) {
                ticks.add(i * step);
            }
            return ticks;
        }
        boolean fine = Math.log10(high / low) < 3;
        for (int decade = (int) Math.floor(Math.log10(low)); decade <= Math.log10(high); decade++) {
            for (int digit : fine ? new int[] {1, 2, 5} : new int[] {1}) {
                double tick = digit * Math.pow(10, decade);
                if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    /** Short and without binary noise: 0.30000000000000004 is 0.3. */
    String label(double tick) {
        BigDecimal rounded = new BigDecimal(tick).round(new MathContext(6));
        BigDecimal shortest = rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
        return shortest.toPlainString();
    }

    private static double step(double span) {
        double decade = Math.pow(10, Math.floor(Math.log10(span / 8)));
        for (int digit : new int[] {1, 2, 5}) {
            if (span / (digit * decade) <= 8) {
                return digit * decade;
            }
        }
        return 10 * decade;
    }
}
