package io.cohortroi.runtime.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The files of the JSONL sink. */
@Command(
        name = "jsonl",
        description = "Work with the JSONL files of the sink.",
        subcommands = JsonlVerifyCommand.class,
        mixinStandardHelpOptions = true)
public final class JsonlCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "jsonl needs a sub-command, such as: jsonl verify DIR");
        }
    }
}
