package io.cohortroi.runtime.importer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of every row of an import.
 *
 * @param read data rows per file
 * @param mapped events per topic, without prefix; what the rows and the reference data became
 * @param skipped rows left out by the format's rules, by reason
 * @param notes what else a person should know
 * @param published events sent to Kafka and acknowledged by this run
 * @param resumedAt how many events an earlier, interrupted run had already published; they were not sent again
 */
public record ImportReport(
        String source,
        SortedMap<String, Long> read,
        SortedMap<String, Long> mapped,
        SortedMap<String, Long> skipped,
        Rejected rejected,
        List<String> notes,
        long published,
        long resumedAt) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /** @param first at most {@value ImportTally#KEPT} rejections, in the order they were met */
    public record Rejected(long total, SortedMap<String, Long> byRule, List<Rejection> first) {
        public Rejected {
            byRule = Collections.unmodifiableSortedMap(new TreeMap<>(byRule));
            first = List.copyOf(first);
        }

        Rejected(long total, Map<String, Long> byRule, List<Rejection> first) {
            this(total, new TreeMap<>(byRule), first);
        }
    }

    public ImportReport {
        read = Collections.unmodifiableSortedMap(new TreeMap<>(read));
        mapped = Collections.unmodifiableSortedMap(new TreeMap<>(mapped));
        skipped = Collections.unmodifiableSortedMap(new TreeMap<>(skipped));
        notes = List.copyOf(notes);
    }

    ImportReport(
            String source,
            Map<String, Long> read,
            Map<String, Long> mapped,
            Map<String, Long> skipped,
            Rejected rejected,
            List<String> notes,
            long published,
            long resumedAt) {
        this(
                source,
                new TreeMap<>(read),
                new TreeMap<>(mapped),
                new TreeMap<>(skipped),
                rejected,
                notes,
                published,
                resumedAt);
    }

    /** One JSON object, names in snake_case. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counts and texts are always JSON", e);
        }
    }

    /** For a terminal: one line per file, topic and reason, then the first rejections with their places. */
    public String toText() {
        List<String> lines = new ArrayList<>();
        section(lines, "read", "rows", read);
        section(lines, "mapped", "events", mapped);
        section(lines, "skipped", "rows", skipped);
        section(lines, "rejected", "rows", rejected.byRule());
        rejected.first().forEach(rejection -> lines.add("    " + rejection));
        if (rejected.total() > rejected.first().size()) {
            lines.add(text(
                    "    ... and %,d more", rejected.total() - rejected.first().size()));
        }
        notes.forEach(note -> lines.add("  note     " + note));
        if (resumedAt > 0) {
            lines.add(text("  resumed  %,12d events were published by an earlier run", resumedAt));
        }
        lines.add(text("  sent     %,12d events", published));
        return String.join("\n", lines);
    }

    private static void section(List<String> lines, String title, String unit, Map<String, Long> counts) {
        counts.forEach((name, count) -> lines.add(text("  %-8s %,12d %s  %s", title, count, unit, name)));
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
