package io.cohortroi.runtime.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.testing.OuladSample;
import io.cohortroi.testing.RealData;
import io.cohortroi.testing.TopicContract;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportedEventContractTest {
    @TempDir
    Path folder;

    @Test
    void shouldConformToThePublicContractInEveryEventOfASample() throws Exception {
        System.out.println("seed 21");
        OuladSample.write(folder, 21, 80);

        assertThat(assertConforms(folder, 1)).containsOnlyKeys(allTopics());
    }

    @Test
    void shouldConformToThePublicContractInEveryHundredthEventOfTheRealData() throws Exception {
        assertThat(assertConforms(RealData.require("oulad"), 100)).containsOnlyKeys(allTopics());
    }

    private static String[] allTopics() {
        return new String[] {
            "cohorts", "workflows", "capabilities", "learners", "learner-activity", "training-completions"
        };
    }

    private static Map<String, Integer> assertConforms(Path folder, int every) throws ImportException {
        Map<String, Integer> seen = new HashMap<>();
        for (ImportedEvent event : new OuladSource(folder).prepare(new ImportTally(), ProgressListener.NONE)) {
            if (seen.merge(event.topic(), 1, Integer::sum) % every == 0
                    || event.key().endsWith("@1")) {
                TopicContract.assertConforms(event.topic(), event.keyBytes(), event.valueBytes());
            }
        }
        return seen;
    }
}
