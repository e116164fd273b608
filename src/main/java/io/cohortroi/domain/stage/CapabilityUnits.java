package io.cohortroi.domain.stage;

import io.cohortroi.domain.roi.CompletionEvent;
import io.cohortroi.domain.roi.CompletionState;
import io.cohortroi.domain.roi.CompletionState.Booked;
import io.cohortroi.domain.roi.CompletionState.Wait;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/** What a completion adds to what its learner can do: nothing is learnt twice. */
final class CapabilityUnits {
    private static final Comparator<CompletionEvent> EARLIEST =
            Comparator.comparing(CompletionEvent::completedAt).thenComparing(CompletionEvent::completionId);

    private CapabilityUnits() {}

    /** Ids count for the learner's earliest completion that lists them; bare counts are trusted, and nothing is read. */
    static long of(CompletionEvent event, LearnerBooks books) {
        if (event.capabilities().isEmpty()) {
            Long bare = event.capabilitiesAdded();
            return bare == null ? 0 : bare;
        }
        Set<String> own = new TreeSet<>(event.capabilities());
        for (CompletionState other : books.completions(event.learnerId())) {
            if (isListing(other)
                    && !other.winner().completionId().equals(event.completionId())
                    && EARLIEST.compare(other.winner(), event) < 0) {
                other.winner().capabilities().forEach(own::remove);
            }
        }
        return own.size();
    }

    /** Whether ids of it are booked, and nothing of it waits. */
    static boolean isListing(CompletionState state) {
        Booked booked = state.booked();
        return booked != null
                && state.waitsFor() == Wait.NOTHING
                && !booked.isVoid()
                && !state.winner().capabilities().isEmpty();
    }
}
