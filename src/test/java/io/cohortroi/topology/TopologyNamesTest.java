package io.cohortroi.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.testing.TopologyFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every processor, store and internal topic of each application, as it was when somebody last looked: a changed name is a
 * state migration, and must be seen. Where a change is meant, the description is copied from target/golden to
 * src/test/golden.
 */
class TopologyNamesTest {
    private static final Path GOLDEN = Path.of("src/test/golden");
    private static final Path FOUND = Path.of("target/golden");

    @TempDir
    Path state;

    @Test
    void shouldKeepItsNamesWithPinnedNorms() throws IOException {
        shouldKeepItsNames("pinned-norms.txt", dataflow(false));
    }

    @Test
    void shouldKeepItsNamesWhereNormsAreLearned() throws IOException {
        shouldKeepItsNames("learned-norms.txt", dataflow(true));
    }

    @Test
    void shouldKeepItsNamesInTheReferenceCheck() throws IOException {
        shouldKeepItsNames(
                "reference-check.txt",
                config -> new ReferenceCheckTopology(TopologyFixture.options(true), new InputEnd()).build(config));
    }

    private static Function<Properties, Topology> dataflow(boolean learnNorms) {
        TopologyOptions options = TopologyFixture.options(NormsFile.shipped(), learnNorms, true);
        return config -> new CohortRoiTopology(options, new ReferenceHolder(), new InputEnd()).build(config);
    }

    private void shouldKeepItsNames(String file, Function<Properties, Topology> build) throws IOException {
        String description =
                build.apply(TopologyFixture.config(state)).describe().toString();
        Files.createDirectories(FOUND);
        Files.writeString(FOUND.resolve(file), description);

        assertThat(description).as("every name is ours").doesNotContain("KSTREAM-", "KTABLE-");
        assertThat(description).isEqualTo(Files.readString(GOLDEN.resolve(file)));
    }
}
