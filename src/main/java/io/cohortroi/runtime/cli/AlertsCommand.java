package io.cohortroi.runtime.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alerts}: what stands, why, hold it back, and whether the receivers listen. */
@Command(
        name = "alerts",
        description = "List, show and silence alerts; test the receivers; measure how fast an alert comes.",
        mixinStandardHelpOptions = true,
        subcommands = {
            AlertListCommand.class,
            AlertShowCommand.class,
            AlertSilenceCommand.class,
            AlertTestCommand.class,
            AlertLatencyCommand.class
        })
public final class AlertsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do with alerts: list, show, silence, test or latency.");
    }
}
