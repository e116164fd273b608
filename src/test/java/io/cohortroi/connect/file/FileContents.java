package io.cohortroi.connect.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.connect.verify.FolderReport;
import io.cohortroi.connect.verify.FolderVerifier;
import io.cohortroi.connect.verify.PartitionFiles;
import io.cohortroi.connect.verify.SinkFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads a sink's folder the way its users do. */
public final class FileContents {
    private FileContents() {}

    /** The lines of all files of a folder that the verifier finds sound, in the order of offsets. */
    public static String verified(Storage storage, Path folder) throws IOException {
        FolderReport report = new FolderVerifier(storage).verify(folder);
        assertThat(report.findings()).isEmpty();
        StringBuilder content = new StringBuilder();
        for (PartitionFiles partition : report.partitions()) {
            for (SinkFile file : partition.files()) {
                for (byte[] line : file.read(storage)) {
                    content.append(new String(line, StandardCharsets.UTF_8)).append('\n');
                }
            }
        }
        return content.toString();
    }
}
