package io.cohortroi.runtime.evaluate;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The report as text for a terminal. */
final class ArchetypeTable {
    private ArchetypeTable() {}

    static String text(ArchetypeReport report) {
        StringBuilder out = new StringBuilder(4_096);
        for (Judgement judgement : report.judgements()) {
            out.append(String.format(
                    Locale.ROOT,
                    "%s: %d learners, %d of them with sessions%n  norms: %s%n  confidence fitted on: %s%n",
                    judgement.judgedOn(),
                    judgement.learners(),
                    judgement.learnersWithSessions(),
                    judgement.norms(),
                    String.join(", ", judgement.fittedOn())));
            out.append(String.format(
                    Locale.ROOT,
                    "  calibration error %s, Brier %s, agreement at 40 %% %s, confident at the end %s, shares %s to %s%s%n",
                    plain(judgement.expectedCalibrationError()),
                    plain(judgement.brierScore()),
                    plain(judgement.agreementAt40()),
                    plain(judgement.confidentAtEnd()),
                    plain(judgement.smallestShare()),
                    plain(judgement.largestShare()),
                    judgement.finalEqualsMemoryless() == null
                            ? ""
                            : ", final equals memoryless best match " + plain(judgement.finalEqualsMemoryless())));
            for (Judgement.CheckpointFigures at : judgement.checkpoints()) {
                out.append(String.format(
                        Locale.ROOT,
                        "  %3d %%  above 0.7 %-6s  mean confidence %-6s  agrees with final %-6s  %s%n",
                        at.percent(),
                        plain(at.confident()),
                        plain(at.meanConfidence()),
                        plain(at.agreement()),
                        shares(at.distribution())));
            }
            out.append('\n');
        }
        out.append("replayed twice: ")
                .append(report.rerunIdentical() ? "identical" : "DIFFERENT")
                .append(", ")
                .append(report.digest(), 0, 16)
                .append('\n');
        return out.toString().replace("\r\n", "\n");
    }

    private static String shares(Map<String, BigDecimal> distribution) {
        return distribution.entrySet().stream()
                .map(each -> each.getKey() + " " + plain(each.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String plain(BigDecimal value) {
        return value.toPlainString();
    }
}
