package io.cohortroi.runtime.evaluate;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** How long each presentation takes, which no event says: {@code courses.csv}, plain or {@code .gz}. */
final class OuladCourses {
    private OuladCourses() {}

    static List<Presentation> read(Path folder) throws IOException {
        Path plain = folder.resolve("courses.csv");
        Path zipped = folder.resolve("courses.csv.gz");
        if (!Files.exists(plain) && !Files.exists(zipped)) {
            throw new IOException("the length of the courses is needed for checkpoints: no courses.csv in " + folder);
        }
        List<Presentation> presentations = new ArrayList<>();
        try (InputStream in = Files.exists(plain)
                        ? Files.newInputStream(plain)
                        : new GZIPInputStream(Files.newInputStream(zipped));
                CsvReader<NamedCsvRecord> rows =
                        CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (NamedCsvRecord row : rows) {
                presentations.add(new Presentation(
                        row.getField("code_module"),
                        row.getField("code_presentation"),
                        Integer.parseInt(row.getField("module_presentation_length"))));
            }
        }
        return presentations;
    }
}
