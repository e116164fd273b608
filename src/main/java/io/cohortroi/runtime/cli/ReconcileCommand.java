package io.cohortroi.runtime.cli;

import io.cohortroi.runtime.review.LedgerBook;
import io.cohortroi.runtime.review.ReconciliationReview;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code reconcile}: cost charged against the finance ledger. */
@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        description = {
            "Hold the cost charged in final ROI records against the finance ledger, per workflow and month.",
            "Ends with 1 when a closed month is outside 2 %, and lists it."
        })
public final class ReconcileCommand extends ReviewCommand {
    @Option(
            names = "--ledger",
            paramLabel = "FILE",
            description = "Ledger entries, one JSON object a line. Without it: the topic finance-ledger.")
    private @Nullable Path ledger;

    @Override
    int run(PrintWriter out) throws IOException {
        ReconciliationReview review = review();
        if (json) {
            print(out, review.json());
        } else {
            review.text().forEach(out::println);
        }
        return review.exceptions().isEmpty() ? 0 : 1;
    }

    private ReconciliationReview review() throws IOException {
        LedgerBook book = LedgerBook.of(source.settings());
        if (ledger != null) {
            return ReconciliationReview.of(source.results(), ledger, book);
        }
        if (source.isFolder()) {
            throw new ParameterException(spec.commandLine(), "A folder has no ledger: say --ledger FILE.");
        }
        return ReconciliationReview.of(source.cluster(), book);
    }
}
