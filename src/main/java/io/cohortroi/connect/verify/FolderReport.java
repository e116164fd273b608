package io.cohortroi.connect.verify;

import java.util.List;

/** What a folder holds, and what is wrong with it on its own. */
public record FolderReport(List<PartitionFiles> partitions, List<Finding> findings) {
    public FolderReport {
        partitions = List.copyOf(partitions);
        findings = List.copyOf(findings);
    }

    public boolean isSound() {
        return findings.isEmpty();
    }
}
