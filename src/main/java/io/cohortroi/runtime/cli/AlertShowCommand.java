package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.config.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code alerts show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Show one alert with everything it says of itself.")
final class AlertShowCommand extends ClusterCommand {
    @Parameters(paramLabel = "FINGERPRINT", description = "As alerts list prints it; an alert_id will do.")
    @SuppressWarnings("NullAway.Init")
    private String fingerprint;

    @Override
    int run(Settings settings, PrintWriter out) throws IOException {
        Optional<ObjectNode> found = AlertValues.of(settings).stream()
                .filter(alert -> AlertValues.text(alert, "fingerprint").equals(fingerprint)
                        || AlertValues.text(alert, "alert_id").equals(fingerprint))
                .findFirst();
        if (found.isEmpty()) {
            spec.commandLine().getErr().println("There is no alert " + fingerprint + ".");
            return 1;
        }
        if (json) {
            print(out, found.get());
        } else {
            found.get()
                    .properties()
                    .forEach(field -> out.println(String.format(
                            Locale.ROOT,
                            "%-20s %s",
                            field.getKey(),
                            field.getValue().isValueNode()
                                    ? AlertValues.text(found.get(), field.getKey())
                                    : field.getValue().toString())));
        }
        return 0;
    }
}
