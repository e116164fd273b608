package io.cohortroi.topology.serde;

import io.cohortroi.domain.roi.CompletionEvent;
import io.cohortroi.domain.roi.CompletionState.Booked;
import io.cohortroi.domain.roi.CompletionState.Judgement;
import io.cohortroi.domain.roi.Valuation;
import io.cohortroi.domain.stage.Effects;
import java.math.BigDecimal;
import java.util.Locale;

/** The value of {@code roi-records}: ten fields in the order agreed with finance, then what explains them. */
public final class RoiRecordJson {
    private RoiRecordJson() {}

    public static byte[] toBytes(Effects.RoiRecord record) {
        Booked booked = record.booked();
        Judgement judgement = record.judgement();
        CompletionEvent event = booked.event();
        Valuation valuation = booked.valuation();
        Valuation.Inputs inputs = valuation.inputs();
        BigDecimal multiplier = valuation.multiplier();
        int version = booked.recordVersion();
        return JsonOut.object(out -> {
            out.time("timestamp", event.completedAt());
            out.text("learner_id", record.learnerId());
            out.text("cohort", booked.cohort());
            out.text("archetype", judgement.archetype().label());
            out.text("workflow_id", event.workflowId());
            out.number("capabilities_added", capabilitiesOf(booked));
            out.number("cost", valuation.cost());
            out.number("duration_hours", event.durationHours());
            out.number("completion_rate", event.completionRate());
            out.number("roi_multiplier", multiplier);

            out.text("completion_id", event.completionId());
            out.text("event_id", event.eventId());
            out.number("revision", event.revision());
            out.text("kind", lower(event.kind()));
            out.number("record_version", version);
            out.number("supersedes", version == 0 ? null : BigDecimal.valueOf(version - 1L));
            out.number("benefit", valuation.benefit());
            out.text("benefit_source", lower(valuation.benefitSource()));
            out.text("cost_source", lower(valuation.costSource()));
            out.number("roi_percent", multiplier == null ? null : Valuation.percent(multiplier));
            out.number("baseline_roi", booked.baseline());
            out.number("baseline_version", booked.baselineVersion());
            out.number("roi_vs_baseline", multiplier == null ? null : Valuation.ratio(multiplier, booked.baseline()));
            out.number("confidence", judgement.confidence());
            out.text("norms_version", judgement.normsVersion());
            out.nested("inputs", in -> {
                in.number("units", inputs.units())
                        .number("value", inputs.value())
                        .number("isolation", inputs.isolation())
                        .number("estimate_confidence", inputs.estimateConfidence())
                        .number("fixed_cost", inputs.fixedCost())
                        .number("hourly_cost", inputs.hourlyCost());
                if (inputs.costAdjustment().signum() != 0) {
                    in.number("cost_adjustment", inputs.costAdjustment());
                }
            });
            out.nested(
                    "source",
                    in -> in.place("completion", booked.completion())
                            .place("profile", booked.profile())
                            .places("reference", valuation.used()));
        });
    }

    private static long capabilitiesOf(Booked booked) {
        return booked.isVoid() ? 0 : booked.valuation().inputs().units();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
