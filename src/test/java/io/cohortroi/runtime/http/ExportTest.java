package io.cohortroi.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.query.LearnerIndex;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExportTest {
    private static ServedCompany served;

    @BeforeAll
    static void startAndCatchUp() throws Exception {
        served = ServedCompany.full(Optional.empty());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> served.get("/health/ready").statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @Test
    void shouldExportEveryRecordOfTheTopicInAllForms() throws Exception {
        Set<String> published = new TreeSet<>();
        for (int learner = 0; learner < 40; learner++) {
            for (int completion = 0; completion < 3; completion++) {
                published.add(served.samples.record(learner, completion).toString());
            }
        }
        List<String> lines = served.get("/api/v1/export/roi-records?format=jsonl")
                .body()
                .lines()
                .toList();
        assertThat(lines.size()).isEqualTo(120);
        assertThat(new TreeSet<>(lines)).isEqualTo(published);

        String array = served.get("/api/v1/export/roi-records?format=json").body();
        assertThat(array).startsWith("[\n{").endsWith("}\n]\n");
        assertThat(array.substring(2, array.length() - 3)
                        .replace("},\n", "}\n")
                        .lines()
                        .toList())
                .isEqualTo(lines);

        HttpResponse<String> csv = served.get("/api/v1/export/roi-records");
        assertThat(csv.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"roi-records.csv\"");
        List<NamedCsvRecord> rows =
                CsvReader.builder().ofNamedCsvRecord(csv.body()).stream().toList();
        assertThat(rows.size()).isEqualTo(120);
        for (int row = 0; row < rows.size(); row++) {
            ObjectNode record = Json.parseObject(lines.get(row).getBytes(StandardCharsets.UTF_8));
            assertThat(rows.get(row).getField("completion_id"))
                    .isEqualTo(record.get("completion_id").asText());
            assertThat(rows.get(row).getField("roi_multiplier"))
                    .isEqualTo(record.get("roi_multiplier").decimalValue().toPlainString());
            assertThat(rows.get(row).getField("inputs.units")).isEqualTo("8");
        }
    }

    @Test
    void shouldExportOnlyTheFinalVersionOfEachCompletion() throws Exception {
        try (ServedCompany other = ServedCompany.empty(Optional.empty())) {
            String learner = SampleOutputs.learnerId(0);
            for (int version : new int[] {0, 2, 1}) {
                other.publish(LearnerIndex.ROI_RECORDS, learner, versioned(other, 0, version));
            }
            ObjectNode voided = versioned(other, 1, 1).put("kind", "voided").putNull("roi_multiplier");
            other.publish(LearnerIndex.ROI_RECORDS, learner, versioned(other, 1, 0));
            other.publish(LearnerIndex.ROI_RECORDS, learner, voided);
            String erased = SampleOutputs.learnerId(1);
            other.publish(LearnerIndex.ROI_RECORDS, erased, other.samples.record(1, 0));
            other.remove(LearnerIndex.ROI_RECORDS, erased);
            String back = SampleOutputs.learnerId(2);
            other.publish(LearnerIndex.ROI_RECORDS, back, other.samples.record(2, 0));
            other.remove(LearnerIndex.ROI_RECORDS, back);
            other.publish(LearnerIndex.ROI_RECORDS, back, other.samples.record(2, 1));

            String path = "/api/v1/export/roi-records?format=jsonl";
            assertThat(versions(other.get(path + "&versions=final").body()))
                    .containsExactlyInAnyOrder("C0-0 v2", "C0-1 v1", "C2-1 v0");
            assertThat(versions(other.get(path).body())).hasSize(8);
            assertThat(other.get(path + "&versions=final").headers().firstValue("Content-Disposition"))
                    .contains("attachment; filename=\"roi-records-final.jsonl\"");
            assertThat(other.get(path + "&versions=some").statusCode()).isEqualTo(400);
        }
    }

    private static ObjectNode versioned(ServedCompany company, int completion, int version) {
        return company.samples.record(0, completion).put("record_version", version);
    }

    private static List<String> versions(String lines) throws IOException {
        List<String> versions = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            ObjectNode roiRecord = Json.parseObject(line.getBytes(StandardCharsets.UTF_8));
            versions.add(roiRecord.get("completion_id").asText() + " v" + roiRecord.get("record_version"));
        }
        return versions;
    }

    @Test
    void shouldExportTheSegmentThatTheListShows() throws Exception {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> served.get("/api/v1/learners").statusCode() == 200);
        String segment = "archetype=Specialist&attribute=department:Sales&min_roi=1";
        List<String> listed = new ArrayList<>();
        served.json("/api/v1/learners?" + segment)
                .get("learners")
                .forEach(row -> listed.add(row.get("learner_id").asText()));
        List<NamedCsvRecord> rows =
                CsvReader.builder()
                        .ofNamedCsvRecord(
                                served.get("/api/v1/export/learners?" + segment).body())
                        .stream()
                        .toList();
        assertThat(rows).extracting(row -> row.getField("learner_id")).isEqualTo(listed);
        assertThat(listed).isNotEmpty();
        assertThat(rows.get(0).getField("attributes")).isEqualTo("{\"department\":\"Sales\"}");
    }

    @Test
    void shouldExportWhatTheViewsHold() throws Exception {
        assertThat(served.get("/api/v1/export/archetypes").body().lines())
                .hasSize(6)
                .anyMatch(line -> line.startsWith("Long-term Retainer,196,"));
        assertThat(served.get("/api/v1/export/alerts").body().lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("roi_variance:cohort-004,") && line.contains(",24310.5,10000,"));
        assertThat(served.get("/api/v1/export/insights?format=jsonl").body())
                .isEqualTo(served.samples.insights("cohort-004") + "\n");
    }

    @Test
    void shouldSayCountAndHashInTheTrailers() throws Exception {
        String answer =
                raw("GET /api/v1/export/roi-records?format=jsonl HTTP/1.1\r\nHost: localhost\r\nTE: trailers\r\n"
                        + "Connection: close\r\n\r\n");
        byte[] body =
                served.get("/api/v1/export/roi-records?format=jsonl").body().getBytes(StandardCharsets.UTF_8);
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        String trailers = answer.substring(answer.lastIndexOf("\r\n0\r\n"));
        assertThat(trailers).contains("X-Row-Count: 120").contains("X-Content-SHA256: " + sha256);
    }

    @Test
    void shouldDisarmHostileTextInCsv() throws Exception {
        try (ServedCompany other = ServedCompany.empty(Optional.empty())) {
            ObjectNode hostile = other.samples.record(0, 0).put("workflow_id", "=HYPERLINK(\"http://x\",\"y\")");
            other.publish(LearnerIndex.ROI_RECORDS, SampleOutputs.learnerId(0), hostile);
            other.remove(LearnerIndex.ROI_RECORDS, SampleOutputs.learnerId(1));
            assertThat(other.get("/api/v1/export/roi-records").body().lines())
                    .hasSize(2)
                    .anyMatch(line -> line.contains("\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""));
        }
    }

    @Test
    void shouldExportCohortsAndRefuseWhatIsNotThere() throws Exception {
        List<NamedCsvRecord> rows =
                CsvReader.builder()
                        .ofNamedCsvRecord(
                                served.get("/api/v1/export/cohorts?format=csv").body())
                        .stream()
                        .toList();
        assertThat(rows)
                .extracting(row -> row.getField("cohort") + " " + row.getField("trend.direction"))
                .containsExactly(
                        "cohort-001 improving",
                        "cohort-002 stable",
                        "cohort-003 improving",
                        "cohort-004 degrading",
                        "cohort-005 stable");
        assertThat(served.get("/api/v1/export/cohorts?format=xlsx").statusCode())
                .isEqualTo(400);
        assertThat(served.get("/api/v1/export/cohorts?format=csv&limit=3").statusCode())
                .isEqualTo(400);
        assertThat(served.get("/api/v1/export/passwords").statusCode()).isEqualTo(404);
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        }
    }
}
