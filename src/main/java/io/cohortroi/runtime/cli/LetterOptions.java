package io.cohortroi.runtime.cli;

import io.cohortroi.domain.stage.Rejection;
import io.cohortroi.runtime.deadletters.Selection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which dead letters: by reason, source topic and time; what is not said does not restrict. */
final class LetterOptions {
    @Option(names = "--reason", description = "Of this reason only, such as beyond-horizon.")
    private @Nullable String reason;

    @Option(names = "--topic", description = "Read from this topic only, without prefix: training-completions.")
    private @Nullable String topic;

    @Option(names = "--since", paramLabel = "TIME", description = "Dead-lettered then or later: 2025-10-20T08:00:00Z.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Dead-lettered before then.")
    private @Nullable String until;

    boolean isEmpty() {
        return reason == null && topic == null && since == null && until == null;
    }

    /** @throws ParameterException where a value cannot be right */
    Selection selection(CommandLine command, Set<String> ids) {
        List<String> reasons =
                Arrays.stream(Rejection.Code.values()).map(Rejection.Code::text).toList();
        if (reason != null && !reasons.contains(reason)) {
            throw new ParameterException(
                    command, "--reason is one of " + String.join(", ", reasons) + ", not " + reason + ".");
        }
        return new Selection(ids, reason, topic, time(command, "--since", since), time(command, "--until", until));
    }

    private static @Nullable Instant time(CommandLine command, String option, @Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new ParameterException(
                    command, option + " is a time with offset such as 2025-10-20T08:00:00Z, not " + text + ".", e);
        }
    }
}
