package io.cohortroi.runtime.evaluate;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cohortroi.domain.learner.Confidence;
import io.cohortroi.domain.learner.Norms;
import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.runtime.importer.ImportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An evaluation from files to text: what the command prints and writes. */
public final class ArchetypeEvaluationRun {
    private final ArchetypeEvaluation evaluation;
    private final ArchetypeReport report;

    private ArchetypeEvaluationRun(ArchetypeEvaluation evaluation, ArchetypeReport report) {
        this.evaluation = evaluation;
        this.report = report;
    }

    /**
     * Replays the files twice and judges.
     *
     * @param norms the norms to judge with the shipped constants; absent for those that the stream learns
     */
    public static ArchetypeEvaluationRun of(Path folder, @Nullable Norms norms) throws IOException, ImportException {
        String rerun = ArchetypeEvaluation.of(folder).digest();
        ArchetypeEvaluation evaluation = ArchetypeEvaluation.of(folder);
        return new ArchetypeEvaluationRun(evaluation, evaluation.report(norms, rerun));
    }

    public String text() {
        return ArchetypeTable.text(report);
    }

    public String json() throws IOException {
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build()
                .writeValueAsString(report);
    }

    public void writeDiagram(Path file) throws IOException {
        Files.writeString(file, ReliabilityDiagram.svg(report.judgements()));
    }

    /** Writes norms of everybody in the files, and answers the constants fitted on all of them. */
    public String fit(Path normsFile, String version) throws IOException {
        NormsFile.write(evaluation.fitNorms(version), normsFile);
        ConfidencePair constants = evaluation.fitConstants();
        return "fitted on everything: with sessions " + text(constants.withSessions()) + ", results only "
                + text(constants.resultsOnly()) + "; norms " + version + " in " + normsFile + "\n";
    }

    ArchetypeReport report() {
        return report;
    }

    private static String text(Confidence confidence) {
        return String.format(Locale.ROOT, "slope %.4f", confidence.slope());
    }
}
