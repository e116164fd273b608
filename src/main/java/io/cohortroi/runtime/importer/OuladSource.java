package io.cohortroi.runtime.importer;

import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The Open University Learning Analytics Dataset (Kuzilek, Hlosta, Zdrahal 2017), any subset of its seven files, plain
 * or {@code .gz}, fields quoted or not. Modules become cohorts, students learners, assessments workflows, clicks
 * sessions, and a scored assessment both a quiz and a completion. Costs are {@linkplain OuladFinance declared and
 * artificial}. Banked results, then those without score, are skipped and counted.
 */
public final class OuladSource implements Source {
    private final Path folder;

    public OuladSource(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return "oulad";
    }

    @Override
    public EventSequence prepare(ImportTally tally, ProgressListener progress) throws ImportException {
        InputFolder input = new InputFolder(
                folder,
                "OULAD",
                Stream.concat(OuladCatalogue.FILES.stream(), OuladRows.FILES.stream())
                        .toList(),
                "?",
                tally,
                progress);
        OuladCatalogue catalogue = OuladCatalogue.read(input);
        OuladRows rows = OuladRows.read(input, catalogue, tally);
        if (rows.isEmpty()) {
            throw ImportException.nothingIn(folder, "no registration, session or scored result can be used", tally);
        }
        OuladSequence sequence = new OuladSequence(new OuladEvents(catalogue, rows), rows, input.fingerprint());
        sequence.reference().forEach(event -> tally.mapped(event.topic(), 1));
        tally.mapped(TopicNames.LEARNERS, rows.registrations.student.size() + rows.unregistrations());
        tally.mapped(TopicNames.ACTIVITY, (long) rows.sessions.student.size() + rows.results.student.size());
        tally.mapped(TopicNames.COMPLETIONS, rows.results.student.size());
        return sequence;
    }
}
