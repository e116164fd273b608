package io.cohortroi.domain.stage;

import io.cohortroi.domain.learner.ActivityEvent;
import io.cohortroi.domain.learner.LearnerState;
import io.cohortroi.domain.learner.ProfileVersion;
import io.cohortroi.domain.learner.TimelineEntry;
import io.cohortroi.domain.roi.CompletionState.Booked;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The newest things that happened to a learner, for whoever looks at one: what is kept of each, and how many. */
final class LearnerTimeline {
    private LearnerTimeline() {}

    /** The oldest entry makes room where there are {@link TimelineEntry#KEPT}. */
    static LearnerState add(String learnerId, LearnerState state, LearnerBooks books, TimelineEntry entry) {
        books.add(learnerId, entry);
        if (state.timelineSize() < TimelineEntry.KEPT) {
            return state.withTimelineSize(state.timelineSize() + 1);
        }
        books.removeOldestEntry(learnerId);
        return state;
    }

    /** Nothing happens where the entry has made room before. */
    static LearnerState remove(String learnerId, LearnerState state, LearnerBooks books, TimelineEntry entry) {
        boolean was = books.removeEntry(learnerId, entry.at(), entry.kind(), entry.id());
        return was ? state.withTimelineSize(state.timelineSize() - 1) : state;
    }

    static TimelineEntry entryOf(ProfileVersion version) {
        Map<String, String> details = new TreeMap<>(version.attributes());
        details.put("status", version.active() ? "active" : "inactive");
        putIfPresent(details, "cohort", version.cohort());
        return TimelineEntry.of(version.updatedAt(), TimelineEntry.Kind.PROFILE, "", details);
    }

    static TimelineEntry entryOf(ActivityEvent event) {
        Map<String, String> details = new TreeMap<>();
        details.put("type", event.type().name().toLowerCase(Locale.ROOT));
        putIfPresent(details, "domain", event.domain());
        putIfPresent(details, "component", event.component());
        putIfPresent(details, "count", event.count());
        putIfPresent(details, "minutes", event.minutes());
        putIfPresent(details, "score", event.score());
        return TimelineEntry.of(event.occurredAt(), TimelineEntry.Kind.ACTIVITY, event.eventId(), details);
    }

    static TimelineEntry entryOf(Booked booked) {
        Map<String, String> details = new TreeMap<>();
        details.put("workflow_id", booked.event().workflowId());
        details.put("cohort", booked.cohort());
        details.put("kind", booked.event().kind().name().toLowerCase(Locale.ROOT));
        BigDecimal multiplier = booked.valuation().multiplier();
        if (multiplier != null) {
            details.put("roi_multiplier", multiplier.stripTrailingZeros().toPlainString());
        }
        return TimelineEntry.of(
                booked.event().completedAt(),
                TimelineEntry.Kind.COMPLETION,
                booked.event().completionId(),
                details);
    }

    private static void putIfPresent(Map<String, String> details, String name, @Nullable Object value) {
        if (value != null) {
            details.put(name, value.toString());
        }
    }
}
