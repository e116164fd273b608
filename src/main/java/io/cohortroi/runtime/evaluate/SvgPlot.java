package io.cohortroi.runtime.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One plot as a self-contained SVG document: lines, steps, points and bars over linear or logarithmic axes. PlotSeries
 * differ by colour (the palette of Okabe and Ito, told apart with any colour vision) and by dash or marker. The axes fit
 * the data unless told; values that are not finite, or not positive on a logarithmic axis, break a line and are not
 * drawn.
 *
 * <pre>{@code
 * SvgPlot.of("Power").x("slope, % a week").y("share found").line("weighted", slopes, found).yFrom(0, 1).toSvg()
 * }</pre>
 */
public final class SvgPlot {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 460;
    private static final int LEFT = 76;
    private static final int RIGHT = 24;
    private static final int TOP = 52;
    private static final int BOTTOM = 62;
    private static final int LEGEND_ROW = 20;

    private static final String[] COLOURS = {
        "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#a67c00", "#3a9fd6", "#4d4d4d", "#7b3294"
    };
    private static final String[] DASHES = {"", "8 4", "2 3", "10 4 2 4", "14 4", "4 2", "1 2", "6 2 1 2"};

    private record Rule(String name, boolean vertical, double at) {}

    private final String title;
    private final List<PlotSeries> series = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private String xLabel = "";
    private String yLabel = "";
    private boolean xLog;
    private boolean yLog;
    private double @Nullable [] xRange;
    private double @Nullable [] yRange;

    private SvgPlot(String title) {
        this.title = title;
    }

    public static SvgPlot of(String title) {
        return new SvgPlot(title);
    }

    public SvgPlot x(String label) {
        xLabel = label;
        return this;
    }

    public SvgPlot y(String label) {
        yLabel = label;
        return this;
    }

    public SvgPlot logX() {
        xLog = true;
        return this;
    }

    public SvgPlot logY() {
        yLog = true;
        return this;
    }

    public SvgPlot xFrom(double low, double high) {
        xRange = new double[] {low, high};
        return this;
    }

    public SvgPlot yFrom(double low, double high) {
        yRange = new double[] {low, high};
        return this;
    }

    public SvgPlot line(String name, double[] x, double[] y) {
        series.add(PlotSeries.of(PlotSeries.Kind.LINE, name, x, y));
        return this;
    }

    /** Each value holds until the next x. */
    public SvgPlot step(String name, double[] x, double[] y) {
        series.add(PlotSeries.of(PlotSeries.Kind.STEP, name, x, y));
        return this;
    }

    public SvgPlot points(String name, double[] x, double[] y) {
        series.add(PlotSeries.of(PlotSeries.Kind.POINTS, name, x, y));
        return this;
    }

    /** Bars centred on x, from zero (or from the axis where it is logarithmic); several bar series share a place. */
    public SvgPlot bars(String name, double[] x, double[] y) {
        series.add(PlotSeries.of(PlotSeries.Kind.BARS, name, x, y));
        return this;
    }

    /** A thin horizontal line across the plot, a threshold for example, labelled where it ends. */
    public SvgPlot level(String name, double y) {
        rules.add(new Rule(name, false, y));
        return this;
    }

    /** A thin vertical line across the plot, a change in the data for example. */
    public SvgPlot mark(String name, double x) {
        rules.add(new Rule(name, true, x));
        return this;
    }

    /** A complete SVG document, UTF-8, ending with a line feed; the same calls give the same text. */
    public String toSvg() {
        int legendRows = (series.size() + 1) / 2;
        int height = HEIGHT + legendRows * LEGEND_ROW;
        Axis x = axis(true);
        Axis y = axis(false);
        SvgText out = new SvgText();
        out.add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" ", WIDTH, height);
        out.add("aria-labelledby=\"title desc\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n");
        out.add(
                "<title id=\"title\">%s</title>\n<desc id=\"desc\">%s</desc>\n",
                SvgText.escape(title), SvgText.escape(description()));
        out.add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n", WIDTH, height);
        out.add(
                "<text x=\"%d\" y=\"26\" font-size=\"16\" font-weight=\"600\">%s</text>\n",
                LEFT, SvgText.escape(title));
        drawAxes(out, x, y);
        out.add("<clipPath id=\"area\">");
        out.add("<rect x=\"%d\" y=\"%d\" ", LEFT, TOP - 1);
        out.add("width=\"%d\" height=\"%d\"/></clipPath>\n", WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM + 2);
        out.add("<g clip-path=\"url(#area)\">\n");
        int barSeries = (int) series.stream()
                .filter(each -> each.kind() == PlotSeries.Kind.BARS)
                .count();
        int bar = 0;
        for (int i = 0; i < series.size(); i++) {
            PlotSeries each = series.get(i);
            if (each.kind() == PlotSeries.Kind.BARS) {
                drawBars(out, each, i, bar++, barSeries, x, y);
            } else {
                drawPath(out, each, i, x, y);
            }
        }
        out.add("</g>\n");
        drawRules(out, x, y);
        drawLegend(out);
        out.add("</svg>\n");
        return out.toString();
    }

    private String description() {
        List<String> names = series.stream().map(PlotSeries::name).toList();
        return yLabel + " over " + xLabel + ": " + String.join(", ", names);
    }

    private Axis axis(boolean horizontal) {
        boolean log = horizontal ? xLog : yLog;
        double[] range = horizontal ? xRange : yRange;
        double from = horizontal ? LEFT : HEIGHT - BOTTOM;
        double to = horizontal ? WIDTH - RIGHT : TOP;
        if (range != null) {
            return Axis.over(range[0], range[1], log, false, from, to);
        }
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (PlotSeries each : series) {
            for (PlotSeries.Point point : each.points()) {
                double value = horizontal ? point.x() : point.y();
                if (Double.isFinite(value) && (!log || value > 0)) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
            if (each.kind() == PlotSeries.Kind.BARS && !horizontal && !log) {
                low = Math.min(low, 0);
                high = Math.max(high, 0);
            }
            if (each.kind() == PlotSeries.Kind.BARS
                    && horizontal
                    && !log
                    && !each.points().isEmpty()) {
                low -= each.pitch() / 2;
                high += each.pitch() / 2;
            }
        }
        return Axis.over(low, high, log, true, from, to);
    }

    private void drawAxes(SvgText out, Axis x, Axis y) {
        double bottom = HEIGHT - BOTTOM;
        double right = WIDTH - RIGHT;
        out.add("<g stroke=\"#dddddd\">\n");
        x.ticks().forEach(t -> out.line(x.at(t), TOP, x.at(t), bottom));
        y.ticks().forEach(t -> out.line(LEFT, y.at(t), right, y.at(t)));
        out.add("</g>\n<g stroke=\"#333333\">\n");
        out.line(LEFT, bottom, right, bottom);
        out.line(LEFT, TOP, LEFT, bottom);
        out.add("</g>\n<g fill=\"#333333\" text-anchor=\"middle\">\n");
        x.ticks().forEach(t -> out.text(x.at(t), bottom + 17, x.label(t)));
        out.text((LEFT + right) / 2, bottom + 38, xLabel);
        out.add("<text transform=\"rotate(-90)\" x=\"%s\" y=\"18\">", SvgText.place(-(TOP + bottom) / 2));
        out.add("%s</text>\n</g>\n<g fill=\"#333333\" text-anchor=\"end\">\n", SvgText.escape(yLabel));
        y.ticks().forEach(t -> out.text(LEFT - 6, y.at(t) + 4, y.label(t)));
        out.add("</g>\n");
    }

    private static void drawPath(SvgText out, PlotSeries each, int index, Axis x, Axis y) {
        String colour = COLOURS[index % COLOURS.length];
        SvgText path = new SvgText();
        SvgText dots = new SvgText();
        boolean broken = true;
        double before = 0;
        for (PlotSeries.Point point : each.points()) {
            double across = x.at(point.x());
            double down = y.at(point.y());
            if (!Double.isFinite(across) || !Double.isFinite(down)) {
                broken = true;
                continue;
            }
            if (!broken && each.kind() == PlotSeries.Kind.STEP) {
                path.add("L%s %s", SvgText.place(across), SvgText.place(before));
            }
            path.add("%s%s %s", broken ? "M" : "L", SvgText.place(across), SvgText.place(down));
            if (each.kind() != PlotSeries.Kind.STEP) {
                dots.add("<circle cx=\"%s\" cy=\"%s\" r=\"3\"/>", SvgText.place(across), SvgText.place(down));
            }
            broken = false;
            before = down;
        }
        if (each.kind() != PlotSeries.Kind.POINTS) {
            String dash = DASHES[index % DASHES.length];
            out.add("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"", path, colour);
            out.add("%s/>\n", dash.isEmpty() ? "" : " stroke-dasharray=\"" + dash + "\"");
        }
        boolean legible = each.kind() == PlotSeries.Kind.POINTS || each.points().size() <= 40;
        if (legible && !dots.isEmpty()) {
            out.add("<g fill=\"%s\">%s</g>\n", colour, dots);
        }
    }

    private static void drawBars(SvgText out, PlotSeries each, int index, int place, int places, Axis x, Axis y) {
        double base = y.at(Math.max(y.low(), Math.min(y.high(), 0)));
        double width = Math.abs(x.at(x.low() + each.pitch()) - x.at(x.low())) * 0.8 / places;
        if (x.log() || width > 120) {
            width = 14;
        }
        out.add("<g fill=\"%s\" fill-opacity=\"0.85\">", COLOURS[index % COLOURS.length]);
        for (PlotSeries.Point point : each.points()) {
            double across = x.at(point.x()) + (place - places / 2.0) * width;
            double down = y.at(point.y());
            if (Double.isFinite(across) && Double.isFinite(down)) {
                out.add("<rect x=\"%s\" y=\"%s\" ", SvgText.place(across), SvgText.place(Math.min(base, down)));
                out.add("width=\"%s\" height=\"%s\"/>", SvgText.place(width), SvgText.place(Math.abs(base - down)));
            }
        }
        out.add("</g>\n");
    }

    private void drawRules(SvgText out, Axis x, Axis y) {
        out.add("<g stroke=\"#666666\" stroke-dasharray=\"5 4\">\n");
        for (Rule rule : rules) {
            double at = rule.vertical() ? x.at(rule.at()) : y.at(rule.at());
            if (rule.vertical()) {
                out.line(at, TOP, at, HEIGHT - BOTTOM);
            } else {
                out.line(LEFT, at, WIDTH - RIGHT, at);
            }
        }
        out.add("</g>\n<g fill=\"#444444\" text-anchor=\"end\" font-size=\"11\">\n");
        for (Rule rule : rules) {
            double across = rule.vertical() ? x.at(rule.at()) - 4 : WIDTH - RIGHT - 4;
            double down = rule.vertical() ? TOP + 12 : y.at(rule.at()) - 4;
            out.text(across, down, rule.name());
        }
        out.add("</g>\n");
    }

    private void drawLegend(SvgText out) {
        double column = (WIDTH - LEFT - RIGHT) / 2.0;
        for (int i = 0; i < series.size(); i++) {
            double across = LEFT + (i % 2) * column;
            double down = HEIGHT - 4 + (i / 2) * LEGEND_ROW;
            String colour = COLOURS[i % COLOURS.length];
            PlotSeries.Kind kind = series.get(i).kind();
            if (kind == PlotSeries.Kind.LINE || kind == PlotSeries.Kind.STEP) {
                String dash = DASHES[i % DASHES.length];
                out.add("<line x1=\"%s\" y1=\"%s\" ", SvgText.place(across), SvgText.place(down));
                out.add("x2=\"%s\" y2=\"%s\" stroke=\"%s\" ", SvgText.place(across + 28), SvgText.place(down), colour);
                out.add("stroke-width=\"2\"%s/>\n", dash.isEmpty() ? "" : " stroke-dasharray=\"" + dash + "\"");
            } else {
                out.add("<rect x=\"%s\" y=\"%s\" ", SvgText.place(across + 9), SvgText.place(down - 5));
                out.add("width=\"10\" height=\"10\" fill=\"%s\"/>\n", colour);
            }
            out.text(across + 34, down + 4, series.get(i).name());
        }
    }
}
