package io.cohortroi.topology.serde;

import io.cohortroi.domain.learner.Assessment;
import io.cohortroi.domain.learner.LearnerProfile;
import io.cohortroi.domain.learner.Traits;
import java.io.IOException;

/** The value of {@code learner-profiles}. */
public final class LearnerProfileJson {
    private LearnerProfileJson() {}

    public static byte[] toBytes(LearnerProfile profile) {
        Assessment assessment = profile.assessment();
        Traits amongAll = profile.traitsAmongAll();
        return JsonOut.object(out -> {
            out.text("learner_id", profile.learnerId());
            out.text("status", profile.active() ? "active" : "inactive");
            out.text("cohort", profile.cohort());
            out.text("placed_by", profile.placedBy());
            out.text("archetype", assessment.archetype().label());
            out.number("confidence", assessment.confidence());
            out.number("margin", assessment.margin());
            out.nested("traits", in -> traits(in, assessment.traits()));
            if (amongAll != null) {
                out.nested("traits_among_all", in -> traits(in, amongAll));
            }
            out.nested(
                    "counts",
                    in -> in.number("completions", profile.completions())
                            .number("activities", profile.activities())
                            .number("quizzes", profile.quizzes()));
            out.nested("attributes", in -> {
                for (var attribute : profile.attributes().entrySet()) {
                    in.text(attribute.getKey(), attribute.getValue());
                }
            });
            out.text("norms_version", assessment.normsVersion());
            out.time("updated_at", profile.updatedAt());
        });
    }

    private static void traits(JsonOut out, Traits traits) throws IOException {
        out.number("learning_velocity", traits.learningVelocity())
                .number("domain_affinity", traits.domainAffinity())
                .number("interaction_frequency", traits.interactionFrequency())
                .number("feedback_responsiveness", traits.feedbackResponsiveness())
                .number("retention_strength", traits.retentionStrength());
    }
}
