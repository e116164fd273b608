package io.cohortroi.runtime.http;

import io.cohortroi.runtime.query.LearnerRow;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which learners are asked for: all conditions must hold. A learner without an ROI is in no ROI range. */
final class SegmentFilter {
    static final String[] PARAMETERS = {
        "cohort", "archetype", "status", "attribute", "id", "min_confidence", "max_confidence", "min_roi", "max_roi"
    };

    private SegmentFilter() {}

    /** @throws ApiException 400 for a range that is not a number, or an attribute without name and value */
    static Predicate<LearnerRow> of(QueryParameters query) {
        Optional<String> cohort = query.text("cohort");
        Optional<String> archetype = query.text("archetype");
        Optional<String> status = query.choice("status", Set.of("active", "inactive"));
        Optional<String> prefix = query.text("id");
        double minConfidence = query.decimal("min_confidence", 0);
        double maxConfidence = query.decimal("max_confidence", 1);
        Optional<String[]> attribute = query.text("attribute").map(SegmentFilter::nameAndValue);
        Predicate<LearnerRow> roi = roiRange(query);
        return row -> cohort.map(row.cohort()::equals).orElse(true)
                && archetype.map(row.archetype()::equals).orElse(true)
                && status.map(row.profile().path("status").asText()::equals).orElse(true)
                && prefix.map(row.learnerId()::startsWith).orElse(true)
                && row.confidence() >= minConfidence
                && row.confidence() <= maxConfidence
                && attribute
                        .map(pair -> row.attribute(pair[0]).equals(Optional.of(pair[1])))
                        .orElse(true)
                && roi.test(row);
    }

    private static Predicate<LearnerRow> roiRange(QueryParameters query) {
        if (query.text("min_roi").isEmpty() && query.text("max_roi").isEmpty()) {
            return row -> true;
        }
        double min = query.decimal("min_roi", 0);
        double max = query.decimal("max_roi", Double.MAX_VALUE);
        return row -> row.meanRoi().map(roi -> roi >= min && roi <= max).orElse(false);
    }

    private static String[] nameAndValue(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw ApiException.badRequest("The parameter attribute is a name and a value, such as department:Sales.");
        }
        return new String[] {text.substring(0, colon), text.substring(colon + 1)};
    }
}
