package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.cohortroi.runtime.query.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The forms an export comes in; each row is written as it comes, nothing is held back. */
enum ExportFormat {
    /** RFC 4180 with a header line, CRLF, and cells that no spreadsheet takes for a formula. */
    CSV("text/csv; charset=utf-8; header=present") {
        @Override
        Rows open(OutputStream out, List<String> columns) throws IOException {
            CsvWriter writer =
                    CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out, StandardCharsets.UTF_8);
            writer.writeRecord(columns);
            return new Rows() {
                @Override
                public void add(ObjectNode row) {
                    writer.writeRecord(columns.stream()
                            .map(column -> CsvCells.of(at(row, column)))
                            .toList());
                }

                @Override
                public void end() throws IOException {
                    writer.flush();
                }
            };
        }
    },
    /** One array, a row a line. */
    JSON("application/json") {
        @Override
        Rows open(OutputStream out, List<String> columns) {
            return new Rows() {
                private String lead = "[\n";

                @Override
                public void add(ObjectNode row) throws IOException {
                    out.write(lead.getBytes(StandardCharsets.US_ASCII));
                    out.write(Json.bytes(row));
                    lead = ",\n";
                }

                @Override
                public void end() throws IOException {
                    out.write((lead.equals("[\n") ? "[]\n" : "\n]\n").getBytes(StandardCharsets.US_ASCII));
                }
            };
        }
    },
    /** One object a line, LF after every line. */
    JSONL("application/jsonl; charset=utf-8") {
        @Override
        Rows open(OutputStream out, List<String> columns) {
            return new Rows() {
                @Override
                public void add(ObjectNode row) throws IOException {
                    out.write(Json.bytes(row));
                    out.write('\n');
                }

                @Override
                public void end() {}
            };
        }
    };

    /** Takes rows one by one; {@link #end} writes what closes the form. */
    interface Rows {
        void add(ObjectNode row) throws IOException;

        void end() throws IOException;
    }

    private final String contentType;

    ExportFormat(String contentType) {
        this.contentType = contentType;
    }

    /** @param columns dotted paths such as {@code inputs.units}; only CSV needs them */
    abstract Rows open(OutputStream out, List<String> columns) throws IOException;

    String contentType() {
        return contentType;
    }

    String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static JsonNode at(ObjectNode row, String column) {
        int dot = column.indexOf('.');
        return dot < 0 ? row.path(column) : row.path(column.substring(0, dot)).path(column.substring(dot + 1));
    }
}
