package io.cohortroi.runtime.evaluate;

import java.util.ArrayList;
import java.util.List;

/** One series of a plot: what it is drawn as, what the legend calls it, and its points in their order. */
record PlotSeries(Kind kind, String name, List<Point> points) {
    enum Kind {
        LINE,
        /** Each value holds until the next x. */
        STEP,
        POINTS,
        BARS
    }

    record Point(double x, double y) {}

    /** @throws IllegalArgumentException where there are not as many x as y */
    static PlotSeries of(Kind kind, String name, double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException("series " + name + " has " + x.length + " x and " + y.length + " y");
        }
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            points.add(new Point(x[i], y[i]));
        }
        return new PlotSeries(kind, name, List.copyOf(points));
    }

    /** The smallest distance of neighbours in x; 1 where there are none. */
    double pitch() {
        double pitch = Double.POSITIVE_INFINITY;
        for (int i = 1; i < points.size(); i++) {
            pitch = Math.min(
                    pitch, Math.abs(points.get(i).x() - points.get(i - 1).x()));
        }
        return Double.isFinite(pitch) ? pitch : 1;
    }
}
