package io.cohortroi.runtime.whatif;

import io.cohortroi.domain.learner.Norms;
import io.cohortroi.runtime.analyze.Analysis;
import io.cohortroi.runtime.analyze.Folders;
import io.cohortroi.runtime.analyze.InputCopy;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.importer.EventProducer;
import io.cohortroi.runtime.importer.ImportException;
import io.cohortroi.runtime.importer.ImportReport;
import io.cohortroi.runtime.importer.ImportTally;
import io.cohortroi.runtime.importer.Importer;
import io.cohortroi.runtime.importer.ProgressListener;
import io.cohortroi.runtime.importer.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the same input twice, as it is and changed, with the same norms, and compares. */
public final class WhatIf {
    private final Settings asIs;
    private final Settings changed;
    private final Changes changes;
    private final Norms norms;
    private final ProgressListener progress;

    /** @param changed as {@code asIs}, with the settings of {@code changes} */
    public WhatIf(Settings asIs, Settings changed, Changes changes, Norms norms, ProgressListener progress) {
        this.asIs = asIs;
        this.changed = changed;
        this.changes = changes;
        this.norms = norms;
        this.progress = progress;
    }

    /** Over files. */
    public Difference of(Source source) throws ImportException, IOException, InterruptedException {
        Path work = Files.createTempDirectory("cohort-roi-what-if-");
        try {
            return compare(
                    work,
                    (client, prefix, told) -> new Importer(client, prefix, null).run(source, new ImportTally(), told),
                    null);
        } finally {
            Folders.delete(work);
        }
    }

    /** Over the inputs of the cluster of {@code asIs}, copied once. */
    public Difference ofCluster() throws ImportException, IOException, InterruptedException {
        Path work = Files.createTempDirectory("cohort-roi-what-if-");
        try {
            InputCopy copy =
                    InputCopy.of(asIs.kafka().clientProperties(), asIs.kafka().prefix(), work.resolve(InputCopy.FILE));
            return compare(work, copy, null);
        } finally {
            Folders.delete(work);
        }
    }

    /**
     * Over the inputs that an analysis kept in its folder.
     *
     * @throws IOException also where the inputs as they are give other results than the folder has, so that settings, norms
     *     or program are not those of the analysis
     */
    public Difference ofFolder(Path folder) throws ImportException, IOException, InterruptedException {
        InputCopy copy = InputCopy.in(folder);
        Path work = Files.createTempDirectory("cohort-roi-what-if-");
        try {
            return compare(work, copy, folder);
        } finally {
            Folders.delete(work);
        }
    }

    private Difference compare(Path work, Analysis.Input input, @Nullable Path known)
            throws ImportException, IOException, InterruptedException {
        Path before = Files.createDirectory(work.resolve("as-is"));
        Path after = Files.createDirectory(work.resolve("changed"));
        requireBalanced(new Analysis(asIs, norms, before, progress).run(input));
        if (known != null) {
            requireSame(known, Difference.of(known, before));
        }
        requireBalanced(new Analysis(changed, norms, after, progress).run((client, prefix, told) -> {
            ImportReport report = input.publish(client, prefix, told);
            try (EventProducer producer = new EventProducer(client, prefix)) {
                changes.values().forEach(producer::send);
                producer.flush();
            }
            return report;
        }));
        return Difference.of(before, after);
    }

    private static void requireSame(Path folder, Difference unchanged) throws IOException {
        if (!unchanged.isEmpty()) {
            throw new IOException("the inputs of " + folder + " give other results now: "
                    + unchanged.records().size() + " records, "
                    + unchanged.cohorts().size() + " cohorts and "
                    + unchanged.alerts().size() + " alerts differ without a change. Say the same --config, --set and"
                    + " --norms as analyze was given, and use the same version; learned norms cannot be repeated");
        }
    }

    private static void requireBalanced(Analysis.Result result) throws IOException {
        List<String> unbalanced = result.unbalanced();
        if (!unbalanced.isEmpty()) {
            throw new IOException("the ledger of the replay does not balance for " + String.join(", ", unbalanced));
        }
    }
}
