package io.cohortroi.runtime.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One plot as a self-contained SVG document: lines, steps, points and bars over linear or logarithmic axes. Series
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

    private enum Kind {
        LINE,
        STEP,
        POINTS,
        BARS
    }

    private record Point(double x, double y) {}

    private record Series(Kind kind, String name, List<Point> points) {
        static Series of(Kind kind, String name, double[] x, double[] y) {
            if (x.length != y.length) {
                throw new IllegalArgumentException("series " + name + " has " + x.length + " x and " + y.length + " y");
            }
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < x.length; i++) {
                points.add(new Point(x[i], y[i]));
            }
            return new Series(kind, name, List.copyOf(points));
        }
    }

    private record Rule(String name, boolean vertical, double at) {}

    private final String title;
    private final List<Series> series = new ArrayList<>();
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
        series.add(Series.of(Kind.LINE, name, x, y));
        return this;
    }

    /** Each value holds until the next x. */
    public SvgPlot step(String name, double[] x, double[] y) {
        series.add(Series.of(Kind.STEP, name, x, y));
        return this;
    }

    public SvgPlot points(String name, double[] x, double[] y) {
        series.add(Series.of(Kind.POINTS, name, x, y));
        return this;
    }

    /** Bars centred on x, from zero (or from the axis where it is logarithmic); several bar series share a place. */
    public SvgPlot bars(String name, double[] x, double[] y) {
        series.add(Series.of(Kind.BARS, name, x, y));
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
        StringBuilder out = new StringBuilder(8_192);
        add(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" ", WIDTH, height);
        out.append("aria-labelledby=\"title desc\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n");
        add(out, "<title id=\"title\">%s</title>\n<desc id=\"desc\">%s</desc>\n", escape(title), escape(description()));
        add(out, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n", WIDTH, height);
        add(out, "<text x=\"%d\" y=\"26\" font-size=\"16\" font-weight=\"600\">%s</text>\n", LEFT, escape(title));
        drawAxes(out, x, y);
        out.append("<clipPath id=\"area\">");
        add(out, "<rect x=\"%d\" y=\"%d\" ", LEFT, TOP - 1);
        add(out, "width=\"%d\" height=\"%d\"/></clipPath>\n", WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM + 2);
        out.append("<g clip-path=\"url(#area)\">\n");
        int barSeries =
                (int) series.stream().filter(each -> each.kind() == Kind.BARS).count();
        int bar = 0;
        for (int i = 0; i < series.size(); i++) {
            Series each = series.get(i);
            if (each.kind() == Kind.BARS) {
                drawBars(out, each, i, bar++, barSeries, x, y);
            } else {
                drawPath(out, each, i, x, y);
            }
        }
        out.append("</g>\n");
        drawRules(out, x, y);
        drawLegend(out);
        return out.append("</svg>\n").toString();
    }

    private String description() {
        List<String> names = series.stream().map(Series::name).toList();
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
        for (Series each : series) {
            for (Point point : each.points()) {
                double value = horizontal ? point.x() : point.y();
                if (Double.isFinite(value) && (!log || value > 0)) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
            if (each.kind() == Kind.BARS && !horizontal && !log) {
                low = Math.min(low, 0);
                high = Math.max(high, 0);
            }
            if (each.kind() == Kind.BARS && horizontal && !log && !each.points().isEmpty()) {
                low -= barPitch(each) / 2;
                high += barPitch(each) / 2;
            }
        }
        return Axis.over(low, high, log, true, from, to);
    }

    private void drawAxes(StringBuilder out, Axis x, Axis y) {
        double bottom = HEIGHT - BOTTOM;
        double right = WIDTH - RIGHT;
        out.append("<g stroke=\"#dddddd\">\n");
        x.ticks().forEach(t -> addLine(out, x.at(t), TOP, x.at(t), bottom));
        y.ticks().forEach(t -> addLine(out, LEFT, y.at(t), right, y.at(t)));
        out.append("</g>\n<g stroke=\"#333333\">\n");
        addLine(out, LEFT, bottom, right, bottom);
        addLine(out, LEFT, TOP, LEFT, bottom);
        out.append("</g>\n<g fill=\"#333333\" text-anchor=\"middle\">\n");
        x.ticks().forEach(t -> addText(out, x.at(t), bottom + 17, x.label(t)));
        addText(out, (LEFT + right) / 2, bottom + 38, xLabel);
        add(out, "<text transform=\"rotate(-90)\" x=\"%s\" y=\"18\">", place(-(TOP + bottom) / 2));
        add(out, "%s</text>\n</g>\n<g fill=\"#333333\" text-anchor=\"end\">\n", escape(yLabel));
        y.ticks().forEach(t -> addText(out, LEFT - 6, y.at(t) + 4, y.label(t)));
        out.append("</g>\n");
    }

    private static void drawPath(StringBuilder out, Series each, int index, Axis x, Axis y) {
        String colour = COLOURS[index % COLOURS.length];
        StringBuilder path = new StringBuilder();
        StringBuilder dots = new StringBuilder();
        boolean broken = true;
        double before = 0;
        for (Point point : each.points()) {
            double across = x.at(point.x());
            double down = y.at(point.y());
            if (!Double.isFinite(across) || !Double.isFinite(down)) {
                broken = true;
                continue;
            }
            if (!broken && each.kind() == Kind.STEP) {
                add(path, "L%s %s", place(across), place(before));
            }
            add(path, "%s%s %s", broken ? "M" : "L", place(across), place(down));
            if (each.kind() != Kind.STEP) {
                add(dots, "<circle cx=\"%s\" cy=\"%s\" r=\"3\"/>", place(across), place(down));
            }
            broken = false;
            before = down;
        }
        if (each.kind() != Kind.POINTS) {
            String dash = DASHES[index % DASHES.length];
            add(out, "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"", path, colour);
            add(out, "%s/>\n", dash.isEmpty() ? "" : " stroke-dasharray=\"" + dash + "\"");
        }
        boolean legible = each.kind() == Kind.POINTS || each.points().size() <= 40;
        if (legible && dots.length() > 0) {
            add(out, "<g fill=\"%s\">%s</g>\n", colour, dots);
        }
    }

    private static void drawBars(StringBuilder out, Series each, int index, int place, int places, Axis x, Axis y) {
        double base = y.at(Math.max(y.low(), Math.min(y.high(), 0)));
        double width = Math.abs(x.at(x.low() + barPitch(each)) - x.at(x.low())) * 0.8 / places;
        if (x.log() || width > 120) {
            width = 14;
        }
        add(out, "<g fill=\"%s\" fill-opacity=\"0.85\">", COLOURS[index % COLOURS.length]);
        for (Point point : each.points()) {
            double across = x.at(point.x()) + (place - places / 2.0) * width;
            double down = y.at(point.y());
            if (Double.isFinite(across) && Double.isFinite(down)) {
                add(out, "<rect x=\"%s\" y=\"%s\" ", place(across), place(Math.min(base, down)));
                add(out, "width=\"%s\" height=\"%s\"/>", place(width), place(Math.abs(base - down)));
            }
        }
        out.append("</g>\n");
    }

    private void drawRules(StringBuilder out, Axis x, Axis y) {
        out.append("<g stroke=\"#666666\" stroke-dasharray=\"5 4\">\n");
        for (Rule rule : rules) {
            double at = rule.vertical() ? x.at(rule.at()) : y.at(rule.at());
            if (rule.vertical()) {
                addLine(out, at, TOP, at, HEIGHT - BOTTOM);
            } else {
                addLine(out, LEFT, at, WIDTH - RIGHT, at);
            }
        }
        out.append("</g>\n<g fill=\"#444444\" text-anchor=\"end\" font-size=\"11\">\n");
        for (Rule rule : rules) {
            double across = rule.vertical() ? x.at(rule.at()) - 4 : WIDTH - RIGHT - 4;
            double down = rule.vertical() ? TOP + 12 : y.at(rule.at()) - 4;
            addText(out, across, down, rule.name());
        }
        out.append("</g>\n");
    }

    private void drawLegend(StringBuilder out) {
        double column = (WIDTH - LEFT - RIGHT) / 2.0;
        for (int i = 0; i < series.size(); i++) {
            double across = LEFT + (i % 2) * column;
            double down = HEIGHT - 4 + (i / 2) * LEGEND_ROW;
            String colour = COLOURS[i % COLOURS.length];
            Kind kind = series.get(i).kind();
            if (kind == Kind.LINE || kind == Kind.STEP) {
                String dash = DASHES[i % DASHES.length];
                add(out, "<line x1=\"%s\" y1=\"%s\" ", place(across), place(down));
                add(out, "x2=\"%s\" y2=\"%s\" stroke=\"%s\" ", place(across + 28), place(down), colour);
                add(out, "stroke-width=\"2\"%s/>\n", dash.isEmpty() ? "" : " stroke-dasharray=\"" + dash + "\"");
            } else {
                add(out, "<rect x=\"%s\" y=\"%s\" ", place(across + 9), place(down - 5));
                add(out, "width=\"10\" height=\"10\" fill=\"%s\"/>\n", colour);
            }
            addText(out, across + 34, down + 4, series.get(i).name());
        }
    }

    private static double barPitch(Series series) {
        double pitch = Double.POSITIVE_INFINITY;
        List<Point> points = series.points();
        for (int i = 1; i < points.size(); i++) {
            pitch = Math.min(
                    pitch, Math.abs(points.get(i).x() - points.get(i - 1).x()));
        }
        return Double.isFinite(pitch) ? pitch : 1;
    }

    private static void addLine(StringBuilder out, double x1, double y1, double x2, double y2) {
        add(out, "<line x1=\"%s\" y1=\"%s\" ", place(x1), place(y1));
        add(out, "x2=\"%s\" y2=\"%s\"/>\n", place(x2), place(y2));
    }

    private static void addText(StringBuilder out, double x, double y, String text) {
        add(out, "<text x=\"%s\" y=\"%s\">%s</text>\n", place(x), place(y), escape(text));
    }

    private static void add(StringBuilder out, String format, Object... arguments) {
        out.append(String.format(Locale.ROOT, format, arguments));
    }

    private static String place(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> out.append(c < 0x20 ? ' ' : c);
            }
        }
        return out.toString();
    }
}
