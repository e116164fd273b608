package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortroi.runtime.config.SettingsException;
import io.cohortroi.runtime.query.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands that look at results share. */
abstract class ReviewCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    ResultsOptions source;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    @Override
    public final Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            int code = run(out);
            out.flush();
            return code;
        } catch (SettingsException | KafkaException | IOException failed) {
            spec.commandLine()
                    .getErr()
                    .println(spec.qualifiedName(" ").replace("cohort-roi ", "") + ": " + failed.getMessage());
            return 1;
        }
    }

    abstract int run(PrintWriter out) throws IOException;

    static void print(PrintWriter out, JsonNode node) {
        out.println(Json.text(node));
    }
}
