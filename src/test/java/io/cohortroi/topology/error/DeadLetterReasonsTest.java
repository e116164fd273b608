package io.cohortroi.topology.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.domain.stage.Rejection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reasons are stable codes: program, page and contract name the same ones. */
class DeadLetterReasonsTest {
    private static final List<String> CODES =
            Arrays.stream(Rejection.Code.values()).map(Rejection.Code::text).toList();

    @Test
    void shouldExplainEveryReasonOnThePageAndNoOther() throws IOException {
        String page = Files.readString(Path.of("src", "docs", "dead-letters.md"));
        String table = page.substring(page.indexOf("| reason |"), page.indexOf("## Headers"));

        assertThat(Pattern.compile("^\\| `([a-z-]+)` \\|", Pattern.MULTILINE)
                        .matcher(table)
                        .results()
                        .map((MatchResult row) -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(CODES);
    }

    @Test
    void shouldNameEveryReasonInTheContractAndNoOther() throws IOException {
        String schema = Files.readString(Path.of("topics", "schemas", "dead-letter-headers.json"));
        int from = schema.indexOf("in kebab-case: ") + "in kebab-case: ".length();

        assertThat(schema.substring(from, schema.indexOf(". src/docs", from)).split(", ", -1))
                .containsExactlyInAnyOrderElementsOf(CODES);
    }
}
