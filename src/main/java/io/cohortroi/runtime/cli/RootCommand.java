package io.cohortroi.runtime.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cohort-roi}: the list of sub-commands. */
@Command(
        name = "cohort-roi",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Which training pays, live.",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            AnalyzeCommand.class,
            ImportCommand.class,
            TopicsCommand.class,
            CohortsCommand.class,
            InsightsCommand.class,
            CalibrateCommand.class,
            ReconcileCommand.class,
            WhatIfCommand.class,
            EvaluateCommand.class,
            AlertsCommand.class,
            DeadLettersCommand.class,
            EraseCommand.class,
            ExplainCommand.class,
            JsonlCommand.class,
            BenchCommand.class,
            DoctorCommand.class
        })
public final class RootCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Name a command. The first one to try: demo");
    }

    /** Runs a command line; 0 is success, 1 a failure that was said, 2 a wrong call. */
    public static int run(String... args) {
        return new CommandLine(new RootCommand())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println(command.getCommandName() + ": unexpected failure, please report it");
                    failure.printStackTrace(command.getErr());
                    return 1;
                })
                .execute(args);
    }
}
