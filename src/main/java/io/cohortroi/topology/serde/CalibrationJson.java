package io.cohortroi.topology.serde;

import io.cohortroi.domain.calibration.Calibration;
import java.time.Instant;

/** The value of {@code calibration-reports}. */
public final class CalibrationJson {
    private CalibrationJson() {}

    /** @param newest newest event time that it rests on */
    public static byte[] toBytes(Calibration calibration, Instant newest) {
        return JsonOut.object(out -> {
            out.text("archetype", calibration.archetype().label());
            out.number("baseline_version", calibration.baselineVersion());
            out.number("predicted", calibration.predicted());
            out.number("actual", calibration.actual());
            out.number("variance_pct", calibration.variancePct());
            out.number("n", calibration.n());
            out.number("ci_low", calibration.ciLow());
            out.number("ci_high", calibration.ciHigh());
            out.text("verdict", calibration.verdict().label());
            out.number("recommended", calibration.recommended());
            out.text("reason", calibration.reason());
            out.time("updated_at", newest);
        });
    }
}
