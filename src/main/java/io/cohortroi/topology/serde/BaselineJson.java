package io.cohortroi.topology.serde;

import io.cohortroi.domain.calibration.Calibration;
import java.time.Instant;

/** The value of {@code archetype-baselines}, as a calibration writes it. */
public final class BaselineJson {
    private BaselineJson() {}

    /**
     * @param calibration with a recommendation
     * @param version the new one, higher than all before
     * @param effectiveAt from when on it is what is expected
     */
    public static byte[] toBytes(Calibration calibration, long version, Instant effectiveAt) {
        return JsonOut.object(out -> {
            out.text("archetype", calibration.archetype().label());
            out.number("roi_multiplier", calibration.recommended());
            out.text("source", "calibrated");
            out.number("version", version);
            out.time("effective_at", effectiveAt);
            out.nested(
                    "evidence",
                    in -> in.number("n", calibration.n())
                            .number("actual_roi", calibration.actual())
                            .number("previous_roi_multiplier", calibration.predicted())
                            .text("reason", calibration.reason()));
        });
    }
}
