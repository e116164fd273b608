package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.query.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code alerts list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "List alerts, the ones that stand unless told otherwise, the latest first.")
final class AlertListCommand extends ClusterCommand {
    @Option(names = "--all", description = "Resolved ones too.")
    private boolean all;

    @Option(names = "--rule", description = "Of this rule only, such as roi_variance.")
    private @Nullable String rule;

    @Override
    int run(Settings settings, PrintWriter out) throws IOException {
        List<ObjectNode> alerts = AlertValues.of(settings).stream()
                .filter(alert -> all || !AlertValues.text(alert, "status").equals("resolved"))
                .filter(alert -> rule == null || AlertValues.text(alert, "rule").equals(rule))
                .sorted(Comparator.comparing((ObjectNode alert) -> AlertValues.text(alert, "updated_at"))
                        .reversed()
                        .thenComparing(alert -> AlertValues.text(alert, "fingerprint")))
                .toList();
        if (json) {
            ObjectNode document = Json.object();
            ArrayNode rows = document.putArray("alerts");
            alerts.forEach(rows::add);
            print(out, document);
            return 0;
        }
        for (ObjectNode alert : alerts) {
            out.println(String.format(
                    Locale.ROOT,
                    "%-16s %-8s %-8s %-18s %-28s %8s %% n %-6s since %s",
                    AlertValues.text(alert, "fingerprint"),
                    AlertValues.text(alert, "status"),
                    AlertValues.text(alert, "severity"),
                    AlertValues.text(alert, "rule"),
                    AlertValues.text(alert, "subject"),
                    rounded(alert),
                    AlertValues.text(alert, "n"),
                    AlertValues.text(alert, "started_at")));
        }
        out.println(alerts.size() + (all ? " alerts." : " alerts stand."));
        return 0;
    }

    private static String rounded(ObjectNode alert) {
        return alert.hasNonNull("variance_pct")
                ? String.format(Locale.ROOT, "%+.1f", alert.path("variance_pct").asDouble())
                : "-";
    }
}
