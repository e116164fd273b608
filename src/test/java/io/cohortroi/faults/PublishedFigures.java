package io.cohortroi.faults;

import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Whole numbers that tests publish: sums over all tests, of what is called a peak the highest. */
final class PublishedFigures implements TestExecutionListener {
    private final SortedMap<String, Long> figures = new TreeMap<>();

    SortedMap<String, Long> figures() {
        return figures;
    }

    @Override
    public synchronized void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        entry.getKeyValuePairs().forEach((name, value) -> {
            if (value.matches("\\d{1,18}")) {
                figures.merge(name, Long.parseLong(value), name.startsWith("peak_") ? Math::max : Long::sum);
            }
        });
    }
}
