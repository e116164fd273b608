package io.cohortroi.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** {@code target/faults/report.json}: one object {@code rows}, a row of the table of faults each, kept between runs. */
final class FaultReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path file;
    private final ObjectNode root;

    private FaultReport(Path file, ObjectNode root) {
        this.file = file;
        this.root = root;
    }

    static FaultReport open(Path file) throws IOException {
        return new FaultReport(
                file, Files.exists(file) ? (ObjectNode) JSON.readTree(file.toFile()) : JSON.createObjectNode());
    }

    boolean isDone(String row) {
        return root.path("rows").path(row).path("done").asBoolean();
    }

    ObjectNode row(String id) {
        ObjectNode rows = root.withObjectProperty("rows");
        rows.remove(id);
        return rows.putObject(id);
    }

    void save() throws IOException {
        Files.createDirectories(file.getParent());
        Path next = file.resolveSibling("report.json.next");
        JSON.writeValue(next.toFile(), root);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The smallest value that at least the share of all values does not exceed; 0 of nothing. */
    static long quantile(List<Long> values, double share) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.max(0, Math.ceil(share * sorted.size()) - 1));
    }
}
