package io.cohortroi.runtime;

import io.cohortroi.runtime.cli.RootCommand;

/** The program's entrance. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(RootCommand.run(args));
    }
}
