package io.cohortroi.runtime.evaluate;

import java.util.Locale;

/** SVG as text that grows: places with one decimal, and nothing that a name says is markup. */
final class SvgText {
    private final StringBuilder out = new StringBuilder(1_024);

    void add(String text) {
        out.append(text);
    }

    void add(String format, Object... arguments) {
        out.append(String.format(Locale.ROOT, format, arguments));
    }

    void line(double x1, double y1, double x2, double y2) {
        add("<line x1=\"%s\" y1=\"%s\" ", place(x1), place(y1));
        add("x2=\"%s\" y2=\"%s\"/>\n", place(x2), place(y2));
    }

    void text(double x, double y, String text) {
        add("<text x=\"%s\" y=\"%s\">%s</text>\n", place(x), place(y), escape(text));
    }

    boolean isEmpty() {
        return out.length() == 0;
    }

    static String place(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.append(c < 0x20 ? ' ' : c);
            }
        }
        return escaped.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
