package io.cohortroi.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortroi.domain.learner.ArchetypeModel;
import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.testing.RealData;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises about archetypes, held against real learners: the two presentations whose sessions are in the data. */
class ArchetypeEvaluationTest {
    private static final List<String> WITH_SESSIONS = List.of("AAA 2013J", "BBB 2013B");

    @Test
    void shouldHoldOnRealLearnersNotUsedForFitting(@TempDir Path folder) throws Exception {
        Path oulad = RealData.require("oulad");
        ArchetypeEvaluationRun run = ArchetypeEvaluationRun.of(oulad, NormsFile.shipped());

        assertThat(run.report().rerunIdentical()).isTrue();
        for (String presentation : WITH_SESSIONS) {
            Judgement split = judgement(run, presentation, "other half of the judged presentation");
            assertThat(split.fittedOn()).hasSize(1).doesNotContain(presentation);
            assertThat(split.finalEqualsMemoryless()).isGreaterThanOrEqualTo(new BigDecimal("0.75"));
            assertPromises(split);
            assertPromises(judgement(run, presentation, "norms-0"));
        }

        Path fitted = folder.resolve("norms.json");
        assertThat(run.fit(fitted, "norms-0"))
                .contains("with sessions slope " + ArchetypeModel.WITH_SESSIONS.slope())
                .contains("results only slope 19.57");
        assertThat(ArchetypeModel.RESULTS_ONLY.slope()).isCloseTo(19.575, within(0.05));
        assertThat(fitted).hasSameTextualContentAs(Path.of("src/main/resources/norms-0.json"));

        Path diagram = folder.resolve("reliability.svg");
        run.writeDiagram(diagram);
        assertThat(Files.readString(diagram)).startsWith("<svg").contains("AAA 2013J, 323 learners");
        JsonNode json = new ObjectMapper().readTree(run.json());
        assertThat(json.path("judgements").size())
                .isEqualTo(run.report().judgements().size());
        assertThat(run.text()).contains("replayed twice: identical");
    }

    private static void assertPromises(Judgement judgement) {
        assertThat(judgement.expectedCalibrationError().doubleValue())
                .as("%s: calibration error", judgement.judgedOn())
                .isLessThanOrEqualTo(0.05);
        assertThat(judgement.agreementAt40().doubleValue())
                .as("%s: agreement at 40 %%", judgement.judgedOn())
                .isGreaterThanOrEqualTo(0.75);
        assertThat(judgement.smallestShare().doubleValue())
                .as("%s: smallest share", judgement.judgedOn())
                .isGreaterThanOrEqualTo(0.03);
        assertThat(judgement.largestShare().doubleValue())
                .as("%s: largest share", judgement.judgedOn())
                .isLessThanOrEqualTo(0.5);
        assertThat(judgement.confidentAtEnd().doubleValue())
                .as("%s: above 0.7 at the end", judgement.judgedOn())
                .isGreaterThanOrEqualTo(0.8);
    }

    private static Judgement judgement(ArchetypeEvaluationRun run, String presentation, String norms) {
        return run.report().judgements().stream()
                .filter(each ->
                        each.judgedOn().equals(presentation) && each.norms().equals(norms))
                .findFirst()
                .orElseThrow();
    }
}
