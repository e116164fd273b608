package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.review.BaselineUpdate;
import io.cohortroi.runtime.review.CalibrationReview;
import io.cohortroi.runtime.review.CalibrationText;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code calibrate}: were the baselines right, and what should they be. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description = "Compare every archetype's baseline with the ROI that came, and recommend.",
        subcommands = CalibrateCommand.Apply.class)
public final class CalibrateCommand extends ReviewCommand {
    @Option(
            names = "--split",
            paramLabel = "SHARE",
            description = "Also calibrate on this share of the records, by time, and judge on the rest: 0.7.")
    private @Nullable BigDecimal split;

    @Option(names = "--page", paramLabel = "FILE.md", description = "Also write the report for people to FILE.md.")
    private @Nullable Path page;

    @Override
    int run(PrintWriter out) throws IOException {
        if (split != null && (split.signum() <= 0 || split.compareTo(BigDecimal.ONE) >= 0)) {
            throw new ParameterException(
                    spec.commandLine(), "--split lies between 0 and 1, found " + split.toPlainString() + ".");
        }
        CalibrationReview review = CalibrationReview.of(source.results(), split);
        List<String> text = CalibrationText.page(review);
        if (page != null) {
            Files.write(page, (String.join("\n", text) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        if (json) {
            print(out, CalibrationText.json(review));
        } else {
            text.forEach(out::println);
        }
        return 0;
    }

    /** {@code calibrate apply}. */
    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description =
                    "Write what calibration-reports recommend as new versions of the baselines. Records of the past"
                            + " keep theirs.")
    static final class Apply extends ReviewCommand {
        @Option(
                names = "--effective-at",
                paramLabel = "TIME",
                description = "ISO-8601 with offset, from when on (default: the newest event a report rests on).")
        private @Nullable String effectiveAt;

        @Option(names = "--dry-run", description = "Say what would be written, and write nothing.")
        private boolean dryRun;

        @Override
        int run(PrintWriter out) throws IOException {
            if (source.isFolder()) {
                throw new ParameterException(
                        spec.commandLine(), "Baselines are applied to a cluster, not to a folder.");
            }
            List<BaselineUpdate> updates = BaselineUpdate.recommended(source.cluster(), time());
            if (!dryRun) {
                BaselineUpdate.publish(updates, source.settings().kafka());
            }
            if (json) {
                ObjectNode document = Json.object();
                ArrayNode applied = document.putArray(dryRun ? "would_apply" : "applied");
                updates.forEach(update -> applied.add(update.value()));
                print(out, document);
                return 0;
            }
            for (BaselineUpdate update : updates) {
                out.println((dryRun ? "Would write " : "Wrote ") + update.key() + ": "
                        + update.value().path("roi_multiplier").asText() + " from "
                        + update.value().path("effective_at").asText() + " on. "
                        + update.value().at("/evidence/reason").asText());
            }
            if (updates.isEmpty()) {
                out.println("Nothing to apply: no report recommends a step from the newest baseline.");
            }
            return 0;
        }

        private @Nullable Instant time() {
            if (effectiveAt == null) {
                return null;
            }
            try {
                return OffsetDateTime.parse(effectiveAt).toInstant();
            } catch (DateTimeParseException e) {
                throw new ParameterException(
                        spec.commandLine(), "--effective-at must be ISO-8601 with offset, is " + effectiveAt + ".", e);
            }
        }
    }
}
