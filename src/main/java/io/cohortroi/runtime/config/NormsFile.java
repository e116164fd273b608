package io.cohortroi.runtime.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.cohortroi.domain.learner.Norms;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Norms as a JSON file: {@code {"version", "populations": {cohort: {week: [[21 quantiles] x 5 traits]}}}}. */
public final class NormsFile {
    private static final String SHIPPED = "/norms-0.json";

    private NormsFile() {}

    /** The norms that ship with the program, {@code norms-0}. */
    public static Norms shipped() {
        try (InputStream in = NormsFile.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + SHIPPED + " is missing from the program");
            }
            return parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + SHIPPED, e);
        }
    }

    public static Norms read(Path file) throws IOException {
        return parse(Files.readAllBytes(file));
    }

    public static Norms parse(byte[] json) throws IOException {
        JsonNode root = new ObjectMapper().readTree(json);
        Map<String, Map<Integer, double[][]>> tables = new TreeMap<>();
        root.path("populations").properties().forEach(population -> {
            Map<Integer, double[][]> stages = new TreeMap<>();
            population.getValue().properties().forEach(stage -> {
                JsonNode traits = stage.getValue();
                double[][] quantiles = new double[traits.size()][];
                for (int trait = 0; trait < quantiles.length; trait++) {
                    JsonNode values = traits.get(trait);
                    quantiles[trait] = new double[values.size()];
                    for (int i = 0; i < quantiles[trait].length; i++) {
                        quantiles[trait][i] = values.get(i).asDouble();
                    }
                }
                stages.put(Integer.valueOf(stage.getKey()), quantiles);
            });
            tables.put(population.getKey(), stages);
        });
        return Norms.of(root.path("version").asText(), tables);
    }

    /** One stage a line, every number exactly, so that what it writes reads back the same ever after. */
    public static void write(Norms norms, Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        StringBuilder out = new StringBuilder(1 << 16);
        out.append("{\"version\":")
                .append(json.writeValueAsString(norms.version()))
                .append(",\"populations\":{");
        String betweenPopulations = "\n";
        for (Map.Entry<String, NavigableMap<Integer, double[][]>> population :
                norms.tables().entrySet()) {
            out.append(betweenPopulations)
                    .append(json.writeValueAsString(population.getKey()))
                    .append(":{");
            betweenPopulations = ",\n";
            String betweenStages = "\n";
            for (Map.Entry<Integer, double[][]> stage : population.getValue().entrySet()) {
                out.append(betweenStages).append('"').append(stage.getKey()).append("\":");
                out.append(json.writeValueAsString(array(json, stage.getValue())));
                betweenStages = ",\n";
            }
            out.append("}");
        }
        Files.writeString(file, out.append("}}\n"));
    }

    private static ArrayNode array(ObjectMapper json, double[][] quantiles) {
        ArrayNode traits = json.createArrayNode();
        for (double[] trait : quantiles) {
            ArrayNode values = traits.addArray();
            for (double value : trait) {
                values.add(BigDecimal.valueOf(value));
            }
        }
        return traits;
    }
}
