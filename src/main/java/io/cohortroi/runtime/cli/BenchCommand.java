package io.cohortroi.runtime.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench}: how fast it is, on the machine one has. */
@Command(
        name = "bench",
        description = "Measure: what you run it on is what the figures hold for.",
        mixinStandardHelpOptions = true,
        subcommands = {BenchSinkCommand.class, BenchHttpCommand.class, BenchLookupCommand.class})
public final class BenchCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what to measure: sink, http or lookup.");
    }
}
