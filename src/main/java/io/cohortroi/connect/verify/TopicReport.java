package io.cohortroi.connect.verify;

import java.util.List;

/**
 * What the comparison of files with their topic found.
 *
 * @param compared records of the topic that had to be lines
 * @param notWritten committed records behind the files' position: lag, not loss
 */
public record TopicReport(String topic, long compared, long notWritten, List<Finding> findings) {
    public TopicReport {
        findings = List.copyOf(findings);
    }

    public long count(Defect defect) {
        return findings.stream()
                .filter(finding -> finding.defect() == defect)
                .mapToLong(Finding::count)
                .sum();
    }
}
