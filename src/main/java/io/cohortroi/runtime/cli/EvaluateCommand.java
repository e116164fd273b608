package io.cohortroi.runtime.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code evaluate}: how good the answers are. The work is done by its sub-commands. */
@Command(
        name = "evaluate",
        description = "Judge the answers against data whose truth is known.",
        mixinStandardHelpOptions = true,
        subcommands = {EvaluateAlertsCommand.class, EvaluateTrendCommand.class})
public final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the spec
    public EvaluateCommand() {}

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }
}
