package io.cohortroi.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Calls every path of openapi.yaml, as it says and otherwise, and holds the answers against what it says. */
class OpenApiContractTest {
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                    .formatAssertionsEnabled(true)
                    .locale(Locale.ENGLISH)
                    .build()));

    private static ServedCompany served;
    private static JsonNode document;

    @BeforeAll
    static void startAndReadTheDocument() throws Exception {
        served = ServedCompany.full(Optional.empty());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> served.get("/health/ready").statusCode() == 200);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> served.get("/api/v1/learners").statusCode() == 200);
        document = new ObjectMapper(new YAMLFactory())
                .readTree(served.get("/openapi.yaml").body());
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @Test
    void shouldAnswerEveryPathAsDescribed() throws Exception {
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            JsonNode operation = path.getValue().get("get");
            if (path.getKey().equals("/api/v1/stream")) {
                continue; // endless; LiveFeedTest reads it
            }
            for (String call : calls(path.getKey(), operation)) {
                HttpResponse<String> response = served.get(call);
                assertThat(response.statusCode())
                        .as(call + " " + response.body())
                        .isEqualTo(200);
                JsonNode described = resolved(operation.at("/responses/200"));
                assertContent(call, response, described);
                for (Map.Entry<String, JsonNode> header :
                        described.path("headers").properties()) {
                    assertThat(response.headers().firstValue(header.getKey()))
                            .as(call)
                            .isPresent();
                }
            }
        }
    }

    @Test
    void shouldRefuseWhatIsNotDescribed() throws Exception {
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            JsonNode operation = path.getValue().get("get");
            if (!path.getKey().startsWith("/api/") || path.getKey().equals("/api/v1/stream")) {
                continue;
            }
            String call = withExamples(path.getKey(), operation);
            assertProblem(call + "?not_described=1", 400);
            for (JsonNode reference : operation.path("parameters")) {
                JsonNode parameter = resolved(reference);
                String name = parameter.get("name").asText();
                if (parameter.get("in").asText().equals("path")) {
                    assertProblem(call.replace(encoded(parameter.get("example").asText()), "never-seen"), 404);
                } else if (wrongValue(parameter.get("schema")).isPresent()) {
                    String wrong = wrongValue(parameter.get("schema")).get();
                    assertProblem(call + "?" + name + "=" + encoded(wrong), 400);
                    assertProblem(call + "?" + name + "=1&" + name + "=1", 400);
                }
            }
        }
    }

    @Test
    void shouldDescribeEveryRouteOfTheServer() {
        List<String> described = new ArrayList<>();
        document.get("paths").fieldNames().forEachRemaining(described::add);
        List<String> routes = served.server().routes().stream()
                .filter(route -> route.startsWith("/api/") || route.startsWith("/health") || route.equals("/metrics"))
                .toList();
        assertThat(described).containsAll(routes);
        assertThat(routes).hasSizeGreaterThan(20);
    }

    /** The path with its example, and once more for every example of a parameter in the query. */
    private static List<String> calls(String path, JsonNode operation) {
        String call = withExamples(path, operation);
        List<String> required = new ArrayList<>();
        List<String> calls = new ArrayList<>();
        List<String> optional = new ArrayList<>();
        for (JsonNode reference : operation.path("parameters")) {
            JsonNode parameter = resolved(reference);
            if (parameter.get("in").asText().equals("query")) {
                String name = parameter.get("name").asText();
                if (parameter.path("required").asBoolean()) {
                    required.add(name + "=" + encoded(parameter.get("example").asText()));
                } else if (parameter.at("/schema/enum").isArray()) {
                    parameter.at("/schema/enum").forEach(value -> optional.add(name + "=" + encoded(value.asText())));
                } else {
                    optional.add(name + "=" + encoded(parameter.get("example").asText()));
                }
            }
        }
        String needed = String.join("&", required);
        calls.add(needed.isEmpty() ? call : call + "?" + needed);
        optional.forEach(one -> calls.add(call + "?" + (needed.isEmpty() ? "" : needed + "&") + one));
        return calls;
    }

    private static String withExamples(String path, JsonNode operation) {
        String call = path;
        for (JsonNode reference : operation.path("parameters")) {
            JsonNode parameter = resolved(reference);
            if (parameter.get("in").asText().equals("path")) {
                call = call.replace(
                        "{" + parameter.get("name").asText() + "}",
                        encoded(parameter.get("example").asText()));
            }
        }
        return call;
    }

    private static Optional<String> wrongValue(JsonNode schema) {
        if (schema.has("enum") || schema.path("type").asText().matches("integer|number")) {
            return Optional.of("wrong");
        }
        return schema.has("pattern") ? Optional.of("!") : Optional.empty();
    }

    private static void assertProblem(String call, int status) throws Exception {
        HttpResponse<String> response = served.get(call);
        assertThat(response.statusCode()).as(call + " " + response.body()).isEqualTo(status);
        assertContent(call, response, resolved(document.at("/components/responses/Problem")));
    }

    private static void assertContent(String call, HttpResponse<String> response, JsonNode described) {
        String type = response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        JsonNode content = described.path("content").path(type);
        assertThat(content.isMissingNode()).as(call + " is answered as " + type).isFalse();
        if (type.endsWith("json")) {
            ObjectNode schema = content.get("schema").deepCopy();
            schema.set("$defs", document.at("/components/schemas"));
            assertThat(REGISTRY.getSchema(schema.toString().replace("#/components/schemas/", "#/$defs/"))
                            .validate(response.body(), InputFormat.JSON))
                    .as(call)
                    .isEmpty();
        }
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
