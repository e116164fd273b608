package io.cohortroi.runtime.deadletters;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant; what is not given does not restrict.
 *
 * @param ids empty for any
 * @param topic source topic, without prefix
 * @param since of becoming a dead letter, inclusive
 * @param until exclusive
 */
public record Selection(
        Set<String> ids,
        @Nullable String reason,
        @Nullable String topic,
        @Nullable Instant since,
        @Nullable Instant until) {

    public Selection {
        ids = Set.copyOf(ids);
    }

    public static Selection one(String id) {
        return new Selection(Set.of(id), null, null, null, null);
    }

    boolean matches(DeadLetter letter) {
        return (ids.isEmpty() || ids.contains(letter.id()))
                && (reason == null || reason.equals(letter.reason()))
                && (topic == null || topic.equals(letter.topic()))
                && (since == null || !letter.appendedAt().isBefore(since))
                && (until == null || letter.appendedAt().isBefore(until));
    }
}
