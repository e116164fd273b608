package io.cohortroi.runtime.cli;

import io.cohortroi.runtime.alerting.Receiver;
import io.cohortroi.runtime.alerting.ReceiversFile;
import io.cohortroi.runtime.alerting.TestDelivery;
import io.cohortroi.runtime.config.SettingsException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code alerts test}. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Send a test alert to every receiver, once; exit code 1 if any did not take it.")
final class AlertTestCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--receivers",
            required = true,
            paramLabel = "FILE",
            description = "The receivers file of this deployment.")
    @SuppressWarnings("NullAway.Init")
    private Path receivers;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        boolean allTook = true;
        try {
            for (Receiver receiver : ReceiversFile.read(receivers)) {
                Optional<String> failure =
                        TestDelivery.to(receiver, Clock.systemUTC().instant());
                allTook &= failure.isEmpty();
                out.println(receiver.name() + ": " + failure.orElse("took it"));
            }
        } catch (SettingsException wrong) {
            spec.commandLine().getErr().println(wrong.getMessage());
            return 1;
        }
        return allTook ? 0 : 1;
    }
}
