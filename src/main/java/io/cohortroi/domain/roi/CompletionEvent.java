package io.cohortroi.domain.roi;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One learner finishing one workflow, or the correction or voiding of that. {@code revision} is 0 for
 * {@link Kind#COMPLETED} and at least 1 otherwise. Exactly the fields a void may leave out are absent in it.
 *
 * @param capabilitiesAdded how many capabilities were added, trusted as given; absent where {@code capabilities} says it
 * @param capabilities capability ids; empty where the source gives none
 * @param durationHours at least 0
 * @param completionRate in [0, 1]; does not enter the benefit
 * @param success false where the learner failed: the cost counts, the benefit is 0
 * @param cost fully loaded, in major units of {@code currency}; absent where the workflow's finance rate applies
 * @param benefit in major units of {@code currency}; absent where it is valued from capabilities
 * @param score in [0, 1]; a low score is no failure
 */
public record CompletionEvent(
        String eventId,
        String completionId,
        String learnerId,
        String workflowId,
        Kind kind,
        Instant completedAt,
        @Nullable Long capabilitiesAdded,
        List<String> capabilities,
        BigDecimal durationHours,
        BigDecimal completionRate,
        boolean success,
        @Nullable BigDecimal cost,
        @Nullable BigDecimal benefit,
        @Nullable String currency,
        @Nullable Double score,
        int revision) {

    /** Whether this is the training itself, a better account of it, or its withdrawal. */
    public enum Kind {
        COMPLETED,
        CORRECTED,
        VOIDED
    }

    public CompletionEvent {
        capabilities = List.copyOf(capabilities);
        durationHours = plain(durationHours);
        completionRate = plain(completionRate);
        cost = cost == null ? null : plain(cost);
        benefit = benefit == null ? null : plain(benefit);
    }

    /** The revision that counts: the higher number, then the smaller event id, then the smaller digest. */
    public boolean winsOver(CompletionEvent other) {
        if (revision != other.revision) {
            return revision > other.revision;
        }
        int byId = eventId.compareTo(other.eventId);
        return byId != 0 ? byId < 0 : digest().compareTo(other.digest()) < 0;
    }

    /** The withdrawal of the same completion, by the same event: it lists nothing and is worth nothing. */
    public CompletionEvent asVoid() {
        return new CompletionEvent(
                eventId,
                completionId,
                learnerId,
                workflowId,
                Kind.VOIDED,
                completedAt,
                null,
                List.of(),
                durationHours,
                completionRate,
                success,
                null,
                null,
                null,
                null,
                revision);
    }

    /** Equal for events of the same content, 1.0 and 1.00 being the same number. */
    public Digest digest() {
        return Digest.of(CompletionCodec.content(this));
    }

    private static BigDecimal plain(BigDecimal value) {
        return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }
}
