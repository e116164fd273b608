package io.cohortroi.runtime.evaluate;

import java.util.List;
import java.util.Locale;

/**
 * A reliability diagram as SVG: what confidence said across, how much of it held up, one panel for each judgement. On the
 * diagonal confidence means what it says. A dot's area grows with the number of assessments behind it.
 */
final class ReliabilityDiagram {
    private static final int SIDE = 240;
    private static final int PAD = 56;
    private static final int PANEL = SIDE + 2 * PAD;
    private static final int PER_ROW = 3;

    private ReliabilityDiagram() {}

    static String svg(List<Judgement> judgements) {
        int rows = (judgements.size() + PER_ROW - 1) / PER_ROW;
        int columns = Math.min(PER_ROW, Math.max(1, judgements.size()));
        StringBuilder out = new StringBuilder(8_192);
        out.append(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"11\">%n",
                columns * PANEL, rows * PANEL, columns * PANEL, rows * PANEL));
        out.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        for (int i = 0; i < judgements.size(); i++) {
            panel(out, judgements.get(i), i % PER_ROW * PANEL, i / PER_ROW * PANEL);
        }
        return out.append("</svg>\n").toString();
    }

    private static void panel(StringBuilder out, Judgement judgement, int left, int top) {
        out.append(format("<g transform=\"translate(%d %d)\">%n", left + PAD, top + PAD));
        out.append(format(
                "<text x=\"0\" y=\"-26\" font-weight=\"bold\">%s, %d learners, error %s</text>%n",
                escape(judgement.judgedOn()),
                judgement.learners(),
                judgement.expectedCalibrationError().toPlainString()));
        out.append(format("<text x=\"0\" y=\"-10\" fill=\"#555555\">norms: %s</text>%n", escape(judgement.norms())));
        out.append(format(
                "<rect width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#999999\"/>%n"
                        + "<line x1=\"0\" y1=\"%d\" x2=\"%d\" y2=\"0\" stroke=\"#999999\" stroke-dasharray=\"4 4\"/>%n",
                SIDE, SIDE, SIDE, SIDE));
        for (int tick = 0; tick <= 10; tick += 2) {
            int at = tick * SIDE / 10;
            out.append(format(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%d</text>"
                            + "<text x=\"-6\" y=\"%d\" text-anchor=\"end\">%d</text>%n",
                    at, SIDE + 14, tick * 10, SIDE - at + 4, tick * 10));
        }
        out.append(
                format("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">confidence, %%</text>%n", SIDE / 2, SIDE + 30));
        out.append(format(
                "<text transform=\"translate(-34 %d) rotate(-90)\" text-anchor=\"middle\">held, %%</text>%n",
                SIDE / 2));
        int total = judgement.reliability().stream()
                .mapToInt(Judgement.ReliabilityBin::count)
                .sum();
        for (Judgement.ReliabilityBin bin : judgement.reliability()) {
            out.append(format(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"#1f6fb2\" fill-opacity=\"0.7\">"
                            + "<title>%d assessments: said %s, held %s</title></circle>%n",
                    bin.meanConfidence().doubleValue() * SIDE,
                    (1 - bin.held().doubleValue()) * SIDE,
                    2 + 28 * Math.sqrt((double) bin.count() / total),
                    bin.count(),
                    bin.meanConfidence().toPlainString(),
                    bin.held().toPlainString()));
        }
        out.append("</g>\n");
    }

    private static String format(String pattern, Object... arguments) {
        return String.format(Locale.ROOT, pattern, arguments).replace("\r\n", "\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
