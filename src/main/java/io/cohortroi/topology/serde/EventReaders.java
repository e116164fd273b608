package io.cohortroi.topology.serde;

import io.cohortroi.domain.calibration.LedgerEntry;
import io.cohortroi.domain.learner.ActivityEvent;
import io.cohortroi.domain.learner.ActivityType;
import io.cohortroi.domain.learner.LearnerEvent;
import io.cohortroi.domain.roi.CompletionEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The three learner-keyed inputs and the finance ledger, from the JSON of their schemas. */
final class EventReaders {
    private static final BigDecimal MAX_QUANTITY = new BigDecimal("1000000000");
    private static final BigDecimal MAX_LEDGER_AMOUNT = new BigDecimal("1000000000000");
    private static final List<String> COST_CATEGORIES =
            List.of("design", "delivery", "participants_time", "materials", "evaluation", "overhead");

    private EventReaders() {}

    private enum Status {
        ACTIVE,
        INACTIVE
    }

    static LearnerEvent learner(Fields fields) throws InvalidValueException {
        String learnerId = fields.id("learner_id");
        boolean active = fields.constant("status", Status.values()) == Status.ACTIVE;
        Instant registeredAt = fields.time("registered_at");
        Instant updatedAt = fields.time("updated_at");
        return new LearnerEvent(
                learnerId,
                active,
                registeredAt,
                updatedAt,
                fields.optionalCohortId("cohort"),
                fields.strings("attributes"));
    }

    static ActivityEvent activity(Fields fields) throws InvalidValueException {
        BigDecimal minutes = fields.optionalNumber("minutes", BigDecimal.ZERO, MAX_QUANTITY);
        return new ActivityEvent(
                fields.id("event_id"),
                fields.id("learner_id"),
                fields.constant("type", ActivityType.values()),
                fields.time("occurred_at"),
                fields.optionalId("domain"),
                fields.optionalId("component"),
                minutes == null ? null : (Double) minutes.doubleValue(),
                fields.optionalWhole("count", 0, MAX_QUANTITY.longValue()),
                fields.optionalScore("score"),
                fields.optionalFlag("acted_on"),
                fields.optionalFlag("repeat"));
    }

    static CompletionEvent completion(Fields fields) throws InvalidValueException {
        CompletionEvent.Kind kind = fields.constant("kind", CompletionEvent.Kind.values());
        boolean voided = kind == CompletionEvent.Kind.VOIDED;
        boolean first = kind == CompletionEvent.Kind.COMPLETED;
        int revision = (int)
                (first
                        ? fields.whole("revision", 0, Integer.MAX_VALUE, 0)
                        : fields.whole("revision", 0, Integer.MAX_VALUE));
        if (first != (revision == 0)) {
            throw fields.invalid("revision", "is 0 for completed and at least 1 for corrected and voided");
        }
        List<String> capabilities = fields.ids("capabilities");
        Long added = fields.optionalWhole("capabilities_added", 0, MAX_QUANTITY.longValue());
        if (!voided && added == null && !fields.has("capabilities")) {
            throw fields.invalid("capabilities_added", "or capabilities is required");
        }
        Boolean success = fields.optionalFlag("success");
        return new CompletionEvent(
                fields.id("event_id"),
                fields.id("completion_id"),
                fields.id("learner_id"),
                fields.id("workflow_id"),
                kind,
                fields.time("completed_at"),
                added,
                capabilities,
                voided && !fields.has("duration_hours")
                        ? BigDecimal.ZERO
                        : fields.number("duration_hours", BigDecimal.ZERO, MAX_QUANTITY),
                voided && !fields.has("completion_rate") ? BigDecimal.ZERO : fields.ratio("completion_rate"),
                success == null || success,
                costOf(fields),
                fields.optionalAmount("benefit"),
                currencyOf(fields),
                fields.optionalScore("score"),
                revision);
    }

    static LedgerEntry ledgerEntry(Fields fields) throws InvalidValueException {
        String currency = currencyOf(fields);
        if (currency == null) {
            throw fields.invalid("currency", "is required");
        }
        return new LedgerEntry(
                fields.id("entry_id"),
                fields.id("workflow_id"),
                fields.month("period"),
                fields.id("category"),
                fields.number("amount", MAX_LEDGER_AMOUNT.negate(), MAX_LEDGER_AMOUNT),
                currency,
                fields.has("posted_at") ? fields.time("posted_at") : null);
    }

    /** The total where it is given, else the sum of the categories; where both are given they agree. */
    private static @Nullable BigDecimal costOf(Fields fields) throws InvalidValueException {
        BigDecimal total = fields.optionalAmount("cost");
        Fields breakdown = fields.object("cost_breakdown");
        if (breakdown == null) {
            return total;
        }
        BigDecimal sum = BigDecimal.ZERO;
        boolean any = false;
        for (String category : COST_CATEGORIES) {
            BigDecimal part = breakdown.optionalAmount(category);
            if (part != null) {
                sum = sum.add(part);
                any = true;
            }
        }
        if (!any) {
            throw fields.invalid("cost_breakdown", "names at least one of " + String.join(", ", COST_CATEGORIES));
        }
        if (total != null && total.compareTo(sum) != 0) {
            throw fields.invalid("cost", "equals the sum of cost_breakdown where both are given");
        }
        return sum;
    }

    private static @Nullable String currencyOf(Fields fields) throws InvalidValueException {
        if (!fields.has("currency")) {
            return null;
        }
        String code = fields.text("currency");
        if (code.length() != 3 || code.chars().anyMatch(c -> c < 'A' || c > 'Z')) {
            throw fields.invalid("currency", "is an ISO 4217 code of three capital letters");
        }
        return code;
    }
}
