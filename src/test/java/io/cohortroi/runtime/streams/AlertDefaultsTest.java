package io.cohortroi.runtime.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.domain.alert.AlertRules;
import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.runtime.config.Settings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the settings say where nobody sets anything is what the rules, and so the runbook, call standard. */
class AlertDefaultsTest {
    @Test
    void shouldBeTheStandardRules() {
        Settings defaults = Settings.of(Optional.empty(), Map.of(), Map.of());

        assertThat(StreamEngine.optionsOf(defaults, NormsFile.shipped(), true).alertRules())
                .isEqualTo(AlertRules.standard());
    }
}
