package io.cohortroi.simulation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the finance ledger does to the cost of records, worked out of all entries and all charges at the end. */
final class FinanceOracle {
    private static final Duration CLOSING = Duration.ofDays(10);

    private final Facts facts;
    private final Set<PlantedBug> bugs;
    private final Map<String, List<Map<String, Object>>> entries = new TreeMap<>();
    private final Map<String, Month> months = new TreeMap<>();
    private Instant clock = Instant.MIN;

    /** Of one workflow. */
    private static final class Month {
        final Instant over;
        long completions;
        long entries;
        BigDecimal before = BigDecimal.ZERO;
        BigDecimal charged = BigDecimal.ZERO;
        BigDecimal ledger = BigDecimal.ZERO;
        BigDecimal late = BigDecimal.ZERO;
        BigDecimal adjustment = BigDecimal.ZERO;

        Month(YearMonth month) {
            over = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }

    FinanceOracle(Facts facts, Set<PlantedBug> bugs) {
        this.facts = facts;
        this.bugs = bugs;
    }

    void add(Map<String, Object> entry) {
        entries.computeIfAbsent((String) entry.get("entry_id"), id -> new ArrayList<>())
                .add(entry);
    }

    /** @param gone whether it is voided, and charges nothing */
    void charge(Map<String, Object> event, boolean gone, BigDecimal cost) {
        if (!gone) {
            Month month = month(event);
            month.completions++;
            month.before = month.before.add(cost);
        }
    }

    private Month month(Map<String, Object> event) {
        String completedAt = (String) event.get("completed_at");
        return month((String) event.get("workflow_id"), completedAt.substring(0, 7));
    }

    private Month month(String workflow, String period) {
        return months.computeIfAbsent(workflow + "/" + period, key -> new Month(YearMonth.parse(period)));
    }

    /** Of a learner who is known, also where the event itself is refused. */
    void seesEvent(Instant time) {
        clock = time.isAfter(clock) ? time : clock;
    }

    /** Everything has been charged that will be. */
    void close() {
        for (List<Map<String, Object>> contents : entries.values()) {
            Set<Map<String, Object>> distinct = new HashSet<>(contents);
            facts.count("finance-ledger", "duplicate", contents.size() - distinct.size());
            facts.count("finance-ledger", "superseded", distinct.size() - 1);
            facts.count("finance-ledger", "applied");
            TreeMap<Instant, Map<String, Object>> byPosting = new TreeMap<>();
            distinct.forEach(entry -> byPosting.put(postedAt(entry), entry));
            book(byPosting.lastEntry().getValue());
        }
        months.values().forEach(this::adjust);
    }

    private void book(Map<String, Object> entry) {
        Month month = month((String) entry.get("workflow_id"), (String) entry.get("period"));
        BigDecimal amount = ((BigDecimal) entry.get("amount")).setScale(2, RoundingMode.HALF_UP);
        month.entries++;
        month.ledger = month.ledger.add(amount);
        boolean late = !postedAt(entry).isBefore(month.over.plus(CLOSING));
        if (late || bugs.contains(PlantedBug.INVOICE_IN_TIME_IS_LATE)) {
            month.late = month.late.add(amount);
        }
    }

    private static Instant postedAt(Map<String, Object> entry) {
        return Instant.parse((String) entry.get("posted_at"));
    }

    /** Late invoices pay for what is missing, late credits take back what is too much, and never more than there is. */
    private void adjust(Month month) {
        if (clock.isBefore(month.over) || month.completions == 0) {
            return;
        }
        BigDecimal missing = month.ledger.subtract(month.before);
        if (month.late.signum() > 0 && missing.signum() > 0) {
            month.adjustment = missing.min(month.late);
        } else if (month.late.signum() < 0 && missing.signum() < 0) {
            month.adjustment = missing.max(month.late).max(month.before.negate());
        }
    }

    /** What a completion costs with its part of the late entries. */
    BigDecimal charged(Map<String, Object> event, BigDecimal cost) {
        Month month = month(event);
        BigDecimal weight = month.before.signum() == 0 ? BigDecimal.ONE : cost;
        BigDecimal all = month.before.signum() == 0 ? BigDecimal.valueOf(month.completions) : month.before;
        BigDecimal part = month.adjustment.signum() == 0
                ? BigDecimal.ZERO
                : month.adjustment.multiply(weight).divide(all, 2, RoundingMode.HALF_UP);
        month.charged = month.charged.add(cost).add(part);
        return cost.add(part);
    }

    /** After all bookings. */
    void sayRows() {
        for (String name : new TreeSet<>(months.keySet())) {
            Month month = months.get(name);
            String row = "month/" + name + "/";
            if (month.entries > 0 || month.completions > 0) {
                facts.say(row + "completions", BigDecimal.valueOf(month.completions));
                facts.say(row + "charged", month.charged);
                facts.say(row + "ledger", month.ledger);
                facts.say(row + "adjustment", month.adjustment);
                facts.say(row + "closed", clock.isBefore(month.over) ? "false" : "true");
            }
        }
    }
}
