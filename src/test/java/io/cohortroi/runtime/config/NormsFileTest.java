package io.cohortroi.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortroi.domain.learner.Norms;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NormsFileTest {
    @Test
    void shouldReadBackExactlyWhatItWrote(@TempDir Path folder) throws Exception {
        Path once = folder.resolve("once.json");
        Path twice = folder.resolve("twice.json");
        NormsFile.write(NormsFile.shipped(), once);
        NormsFile.write(NormsFile.read(once), twice);

        assertThat(Files.readAllBytes(twice)).isEqualTo(Files.readAllBytes(once));
        assertThat(once).hasSameTextualContentAs(Path.of("src/main/resources/norms-0.json"));
    }

    @Test
    void shouldShipNormsOfPopulationsAndOfEverybody() {
        Norms norms = NormsFile.shipped();
        assertThat(norms.version()).isEqualTo("norms-0");
        assertThat(norms.tables()).containsKeys(Norms.EVERYBODY, "cohort-AAA", "cohort-BBB", "cohort-BBB#results");
    }

    @Test
    void shouldRefuseWhatIsNoNorms() {
        assertThatThrownBy(() -> NormsFile.parse("{}".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("norms need a version");
        assertThatThrownBy(() -> NormsFile.parse("{".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(java.io.IOException.class);
        assertThatThrownBy(() -> NormsFile.parse(
                        "{\"version\":\"n\",\"populations\":{\"c\":{\"1\":[[0.5]]}}}".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("need 5 traits, found 1");
        assertThatThrownBy(() -> NormsFile.parse(
                        "{\"version\":\"n\",\"populations\":{\"c\":{\"soon\":[]}}}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
