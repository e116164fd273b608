package io.cohortroi.domain.alert;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The life of an alert, the same for every rule: {@code (what stands, reading) -> (what stands now, what to publish)}.
 *
 * <table>
 * <caption>none, pending, firing, resolved</caption>
 * <tr><th>stands</th><th>reading</th><th>then</th></tr>
 * <tr><td>nothing</td><td>a breach</td><td>raised, in the window of the reading</td></tr>
 * <tr><td>an alert</td><td>a breach</td><td>updated, moved to the window of the reading; more severe or as it was</td></tr>
 * <tr><td>an alert</td><td>no breach, window not over or not recovered</td><td>stands; published if a number changed</td></tr>
 * <tr><td>an alert</td><td>no breach, recovered, window over</td><td>resolved</td></tr>
 * </table>
 *
 * <p>So in one window an alert is raised at most once and resolved at most once.
 */
public final class LifeCycle {
    private LifeCycle() {}

    /**
     * @param standing the alert that stands after the look; absent if none does
     * @param published what the look has to say; absent if nothing changed
     */
    public record Step(@Nullable Alert standing, Optional<Alert> published) {
        static final Step QUIET = new Step(null, Optional.empty());
    }

    public static Step step(AlertRule rule, String subject, @Nullable Alert standing, Reading reading) {
        AlertSeverity breach = reading.breach();
        if (standing == null) {
            return breach == null ? Step.QUIET : open(raise(rule, subject, breach, reading));
        }
        if (breach != null) {
            return publish(standing, update(standing, breach, reading, later(standing.window(), reading.window())));
        }
        if (reading.recovered() && !reading.at().isBefore(standing.window().end())) {
            Alert last = update(standing, standing.severity(), reading, standing.window());
            return new Step(null, Optional.of(last.ended(AlertEnd.Reason.RECOVERED, reading.at())));
        }
        return publish(standing, update(standing, standing.severity(), reading, standing.window()));
    }

    /** Closes what stands because the comparison it rests on is void. */
    public static Step supersede(Alert standing, Instant at) {
        Instant end = at.isBefore(standing.updatedAt()) ? standing.updatedAt() : at;
        return new Step(null, Optional.of(standing.ended(AlertEnd.Reason.SUPERSEDED, end)));
    }

    /**
     * Whether a rule over many weeks has something to say of an alert that stands: its numbers move a little with every
     * late completion, and once a week is often enough to say so.
     */
    static boolean isNews(Alert before, Alert after) {
        return after.severity() != before.severity() || !after.window().equals(before.window());
    }

    /** Whether an alert of one rule and subject says only in other numbers what was said: it was not raised, confirmed or ended. */
    public static boolean isMereUpdate(Alert before, Alert after) {
        return after.end() == null
                && after.severity() == before.severity()
                && after.startedAt().equals(before.startedAt());
    }

    private static Alert raise(AlertRule rule, String subject, AlertSeverity severity, Reading reading) {
        return new Alert(
                rule,
                subject,
                statusOf(rule, severity),
                severity,
                reading.measures(),
                reading.window(),
                reading.startedAt(),
                reading.at(),
                null);
    }

    private static Step open(Alert alert) {
        return new Step(alert, Optional.of(alert));
    }

    private static Step publish(Alert before, Alert after) {
        boolean same = after.severity() == before.severity()
                && after.window().equals(before.window())
                && after.measures().equals(before.measures());
        return same ? new Step(before, Optional.empty()) : open(after);
    }

    /** Numbers of another window than the alert's do not enter it. */
    private static Alert update(Alert standing, AlertSeverity seen, Reading reading, Window window) {
        AlertSeverity severity = seen.compareTo(standing.severity()) > 0 ? seen : standing.severity();
        return new Alert(
                standing.rule(),
                standing.subject(),
                statusOf(standing.rule(), severity),
                severity,
                window.equals(reading.window()) ? reading.measures() : standing.measures(),
                window,
                standing.startedAt(),
                reading.at(),
                null);
    }

    /** Only the variance rule waits for evidence; what the other rules see is firing at once. */
    private static AlertStatus statusOf(AlertRule rule, AlertSeverity severity) {
        return rule == AlertRule.ROI_VARIANCE && severity == AlertSeverity.WARNING
                ? AlertStatus.PENDING
                : AlertStatus.FIRING;
    }

    private static Window later(Window left, Window right) {
        return right.end().isBefore(left.end()) ? left : right;
    }
}
