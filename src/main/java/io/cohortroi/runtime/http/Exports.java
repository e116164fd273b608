package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.CompactedViews;
import io.cohortroi.runtime.query.LearnerIndex;
import io.cohortroi.runtime.query.LearnerRow;
import io.cohortroi.runtime.query.Scope;
import io.cohortroi.runtime.query.TopicScan;
import io.cohortroi.runtime.query.ViewEntry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What can be exported, and where its rows come from. */
final class Exports {
    /** Writes all rows, one after the other. */
    interface Source {
        void writeTo(ExportFormat.Rows rows) throws IOException;
    }

    /**
     * One export as it was asked for.
     *
     * @param name of the file, without what stands after the dot
     */
    record Export(String name, ExportFormat format, List<String> columns, Source source) {}

    private interface Kind {
        /** @throws ApiException when the parameters are wrong, or the rows are not there yet */
        Export of(HttpServletRequest request);
    }

    private final TopicScan scan;
    private final String roiRecords;
    private final LearnerIndex learners;
    private final Answers answers;
    private final Map<String, Kind> kinds = new TreeMap<>();

    /** @param prefix leads the topics that are scanned */
    Exports(TopicScan scan, String prefix, LearnerIndex learners, Answers answers) {
        this.scan = scan;
        this.roiRecords = prefix + LearnerIndex.ROI_RECORDS;
        this.learners = learners;
        this.answers = answers;
        kinds.put("roi-records", this::roiRecords);
        kinds.put("learners", this::learners);
        kinds.put(
                "cohorts",
                request -> view(
                        request,
                        "cohorts",
                        ExportColumns.COHORTS,
                        CompactedViews.COHORT_METRICS,
                        key -> Scope.ofKey(key) == Scope.COHORT));
        kinds.put(
                "archetypes",
                request -> view(
                        request,
                        "archetypes",
                        ExportColumns.ARCHETYPES,
                        CompactedViews.COHORT_METRICS,
                        key -> Scope.ofKey(key) == Scope.ARCHETYPE));
        kinds.put(
                "alerts",
                request -> view(request, "alerts", ExportColumns.ALERTS, CompactedViews.ROI_ALERTS, key -> true));
        kinds.put(
                "insights",
                request ->
                        view(request, "insights", ExportColumns.INSIGHTS, CompactedViews.COHORT_INSIGHTS, key -> true));
    }

    /** @throws ApiException 404 for an export that does not exist, 400 for wrong parameters, 503 before rows can be given */
    Export of(String what, HttpServletRequest request) {
        Kind kind = kinds.get(what);
        if (kind == null) {
            throw ApiException.notFound("There are the exports " + kinds.keySet() + ".");
        }
        return kind.of(request);
    }

    private Export roiRecords(HttpServletRequest request) {
        QueryParameters query = QueryParameters.of(request, "format", "versions");
        boolean isFinal =
                query.choice("versions", Set.of("all", "final")).orElse("all").equals("final");
        return new Export(
                isFinal ? "roi-records-final" : "roi-records",
                format(query),
                ExportColumns.RECORDS,
                isFinal
                        ? rows -> scan.finalRecords(roiRecords, rows::add)
                        : rows -> scan.values(roiRecords, rows::add));
    }

    private Export learners(HttpServletRequest request) {
        String[] known = Stream.concat(Arrays.stream(SegmentFilter.PARAMETERS), Stream.of("format"))
                .toArray(String[]::new);
        QueryParameters query = QueryParameters.of(request, known);
        Predicate<LearnerRow> wanted = SegmentFilter.of(query);
        ExportFormat format = format(query);
        LearnerRoutes.requireComplete(learners);
        return new Export("learners", format, ExportColumns.LEARNERS, rows -> {
            for (Iterator<LearnerRow> row = learners.all().filter(wanted).iterator(); row.hasNext(); ) {
                rows.add(LearnerRoutes.shortForm(row.next()));
            }
        });
    }

    private Export view(
            HttpServletRequest request, String name, List<String> columns, String topic, Predicate<String> wanted) {
        ExportFormat format = format(QueryParameters.of(request, "format"));
        Served served = answers.served().complete();
        return new Export(name, format, columns, rows -> {
            for (ViewEntry entry : served.snapshot().table(topic).values()) {
                if (wanted.test(entry.key())) {
                    ObjectNode row = entry.value();
                    rows.add(row);
                }
            }
        });
    }

    private static ExportFormat format(QueryParameters query) {
        Map<String, ExportFormat> formats = new TreeMap<>();
        for (ExportFormat format : ExportFormat.values()) {
            formats.put(format.extension(), format);
        }
        return query.choice("format", formats.keySet()).map(formats::get).orElse(ExportFormat.CSV);
    }
}
