package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.review.InsightExplanation;
import io.cohortroi.topology.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code insights}: what a cohort lacks and what would fit, with the way there. */
@Command(
        name = "insights",
        description = "Explain the gaps and suggested workflows of a cohort.",
        mixinStandardHelpOptions = true,
        subcommands = InsightsCommand.Explain.class)
public final class InsightsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what to do with insights: explain COHORT.");
    }

    /** {@code insights explain COHORT}. */
    @Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            description = "Print every gap and suggestion of a cohort with its inputs and formulas.")
    static final class Explain extends ReviewCommand {
        @Parameters(paramLabel = "COHORT", description = "A cohort id, such as cohort-001.")
        @SuppressWarnings("NullAway.Init")
        private String cohort;

        @Override
        int run(PrintWriter out) throws IOException {
            SortedMap<String, ObjectNode> all = source.results().latest(Topics.COHORT_INSIGHTS);
            ObjectNode found = all.get(cohort);
            if (found == null) {
                throw new IOException("there are no insights of cohort " + cohort + "; there are some of: "
                        + (all.isEmpty() ? "none" : String.join(", ", all.keySet())));
            }
            if (json) {
                print(out, found);
            } else {
                InsightExplanation.of(found).forEach(out::println);
            }
            return 0;
        }
    }
}
