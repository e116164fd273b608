package io.cohortroi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class AlertLineTest {
    @Test
    void shouldSayWhatDepartsAndByHowMuch() throws Exception {
        assertThat(line("'rule':'roi_variance','subject':'cohort-004','metric':'mean_roi','observed':1.0439,"
                        + "'expected':1.33,'variance_pct':-21.34,'n':67"))
                .isEqualTo("firing   critical roi_variance cohort-004: mean_roi 1.04, expected 1.33 (-21.3 %), n 67");
    }

    @Test
    void shouldLeaveOutWhatARuleDoesNotSay() throws Exception {
        assertThat(line("'rule':'trend_degrading','subject':'cohort-004','metric':'slope_per_week','observed':-0.031,"
                        + "'expected':null,'variance_pct':null,'n':26"))
                .isEqualTo("firing   critical trend_degrading cohort-004: slope_per_week -0.03, n 26");
    }

    private static String line(String fields) throws Exception {
        String json = "{'status':'firing','severity':'critical'," + fields + "}";
        return AlertLine.of(JsonMapper.builder().build().readTree(json.replace('\'', '"')));
    }
}
