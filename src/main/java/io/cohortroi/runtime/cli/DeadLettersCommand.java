package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.deadletters.DeadLetter;
import io.cohortroi.runtime.deadletters.DeadLetterBox;
import io.cohortroi.runtime.deadletters.Redrive;
import io.cohortroi.runtime.deadletters.Selection;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.query.TopicScan;
import io.cohortroi.topology.state.ErasureKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dead-letters}: what could not be applied, why, and back with it once the cause is gone. */
@Command(
        name = "dead-letters",
        description = "List and show dead letters; send them back to where they came from.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DeadLettersCommand.Listing.class,
            DeadLettersCommand.Show.class,
            DeadLettersCommand.SendBack.class
        })
public final class DeadLettersCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what to do with dead letters: list, show or redrive.");
    }

    /** {@code dead-letters list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List dead letters, the latest first; keys and values are shown by show only.")
    static final class Listing extends ClusterCommand {
        @Mixin
        @SuppressWarnings("NullAway.Init")
        private LetterOptions letters;

        @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: ${DEFAULT-VALUE}).")
        private int limit = 100;

        @Override
        int run(Settings settings, PrintWriter out) throws IOException {
            if (limit < 1) {
                throw new ParameterException(spec.commandLine(), "--limit is at least 1, not " + limit + ".");
            }
            Selection selection = letters.selection(spec.commandLine(), Set.of());
            DeadLetterBox box = box(settings);
            List<DeadLetter> found = new ArrayList<>(box.find(selection));
            Map<String, Integer> redriven = box.redriven();
            found.sort(Comparator.comparing(DeadLetter::appendedAt).reversed().thenComparing(DeadLetter::id));
            List<DeadLetter> shown = found.subList(0, Math.min(limit, found.size()));
            if (json) {
                ObjectNode document = Json.object().put("matched", found.size());
                ArrayNode rows = document.putArray("letters");
                shown.forEach(letter -> rows.add(row(letter, redriven.getOrDefault(letter.id(), 0))));
                print(out, document);
                return 0;
            }
            for (DeadLetter letter : shown) {
                out.println(String.format(
                        Locale.ROOT,
                        "%-32s %-24s %-14s %8d bytes%s  %s",
                        letter.id(),
                        letter.appendedAt(),
                        letter.reason(),
                        letter.bytes(),
                        redriven.containsKey(letter.id()) ? ", redriven" : "",
                        letter.detail()));
            }
            Map<String, Integer> byReason = new TreeMap<>();
            found.forEach(letter -> byReason.merge(letter.reason(), 1, Integer::sum));
            out.println(
                    found.size() + " dead letters" + (shown.size() < found.size() ? ", " + shown.size() + " shown" : "")
                            + (byReason.isEmpty() ? "." : ": " + byReason + "."));
            return 0;
        }
    }

    /** {@code dead-letters show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = {
                "Show one dead letter: reason, place, the sender's headers, key and value.",
                "They may hold personal data. Bytes that are no text are shown in hex."
            })
    static final class Show extends ClusterCommand {
        @Parameters(paramLabel = "ID", description = "As list prints it: training-completions-3@42.")
        @SuppressWarnings("NullAway.Init")
        private String id;

        @Option(names = "--hex", description = "Key, value and headers in hex, whether they are text or not.")
        private boolean hex;

        @Override
        int run(Settings settings, PrintWriter out) throws IOException {
            DeadLetterBox box = box(settings);
            DeadLetter letter = box.find(Selection.one(id)).stream().findFirst().orElse(null);
            if (letter == null) {
                spec.commandLine().getErr().println("There is no dead letter " + id + ".");
                return 1;
            }
            int times = box.redriven().getOrDefault(id, 0);
            if (json) {
                ObjectNode document = row(letter, times);
                ObjectNode headers = document.putObject("headers_base64");
                letter.headers().forEach(header -> headers.put(header.key(), base64(header.value())));
                document.put("key_base64", base64(letter.key()));
                print(out, document.put("value_base64", base64(letter.value())));
                return 0;
            }
            line(out, "id", letter.id());
            line(out, "dead-lettered at", letter.appendedAt().toString());
            line(out, "reason", letter.reason());
            line(out, "detail", letter.detail());
            line(out, "redriven", times + " times");
            if (!letter.leftOut().isEmpty()) {
                line(out, "left out", letter.leftOut() + " bytes; the whole record is at its place");
            }
            for (Header header : letter.headers()) {
                line(out, "header " + header.key(), readable(header.value()));
            }
            line(out, "key", readable(letter.key()));
            line(out, "value", readable(letter.value()));
            return 0;
        }

        private String readable(byte @Nullable [] bytes) {
            if (bytes == null) {
                return "null";
            }
            String text = hex ? null : textOf(bytes);
            return text == null ? "0x" + HexFormat.of().formatHex(bytes) : text;
        }

        private static @Nullable String textOf(byte[] bytes) {
            try {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
                boolean readable = text.chars().noneMatch(c -> Character.isISOControl(c) && "\n\r\t".indexOf(c) < 0);
                return readable ? text : null;
            } catch (CharacterCodingException e) {
                return null;
            }
        }

        private static @Nullable String base64(byte @Nullable [] bytes) {
            return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
        }

        private static void line(PrintWriter out, String name, String value) {
            out.println(String.format(Locale.ROOT, "%-18s %s", name, value));
        }
    }

    /** {@code dead-letters redrive}. */
    @Command(
            name = "redrive",
            mixinStandardHelpOptions = true,
            description = {
                "Send dead letters back to the partitions they came from: the same key, bytes, headers and ids.",
                "A letter that was sent back before is left out, unless --again; so is one of an erased learner."
            })
    static final class SendBack extends ClusterCommand {
        @Parameters(paramLabel = "ID", arity = "0..*", description = "Single letters, as list prints them.")
        private final List<String> ids = new ArrayList<>();

        @Mixin
        @SuppressWarnings("NullAway.Init")
        private LetterOptions letters;

        @Option(names = "--all", description = "All of them; needed where nothing else says which.")
        private boolean all;

        @Option(names = "--again", description = "Also those that were sent back before.")
        private boolean again;

        @Option(names = "--dry-run", description = "Only say how many it would be.")
        private boolean dryRun;

        @Override
        int run(Settings settings, PrintWriter out) throws IOException {
            if (ids.isEmpty() && letters.isEmpty() && !all) {
                throw new ParameterException(
                        spec.commandLine(), "Say which: ids, --reason, --topic, --since, --until, or --all.");
            }
            Redrive redrive = new Redrive(
                    settings.kafka().clientProperties(),
                    settings.kafka().prefix(),
                    ErasureKey.of(settings.roi().erasureKey().reveal()),
                    Clock.systemUTC());
            Redrive.Report report = redrive.run(letters.selection(spec.commandLine(), Set.copyOf(ids)), again, dryRun);
            if (json) {
                ObjectNode document = Json.object().put("dry_run", dryRun).put("matched", report.matched());
                ObjectNode skipped = document.put("redriven", report.redriven()).putObject("skipped");
                new TreeMap<>(report.skipped())
                        .forEach((why, count) -> skipped.put(why.name().toLowerCase(Locale.ROOT), count));
                print(out, document);
            } else {
                out.println(report.matched() + " letters match, " + report.redriven()
                        + (dryRun ? " would be sent back." : " sent back."));
                new TreeMap<>(report.skipped())
                        .forEach((why, count) -> out.println("  left out: " + count + " " + sentence(why)));
            }
            return ids.isEmpty() || report.matched() == Set.copyOf(ids).size() ? 0 : 1;
        }

        private static String sentence(Redrive.Skip why) {
            return switch (why) {
                case ALREADY_REDRIVEN -> "sent back before (--again sends them again)";
                case INCOMPLETE -> "not carried whole; the record is at its place in the source topic";
                case ERASED_LEARNER -> "of learners who were erased since";
                case NOT_AN_INPUT -> "from no input topic of the contract";
                case TOO_LARGE -> "larger than their topic takes";
            };
        }
    }

    private static DeadLetterBox box(Settings settings) {
        return new DeadLetterBox(
                new TopicScan(settings.kafka().clientProperties()),
                settings.kafka().prefix());
    }

    private static ObjectNode row(DeadLetter letter, int redriven) {
        ObjectNode row = Json.object()
                .put("id", letter.id())
                .put("reason", letter.reason())
                .put("detail", letter.detail())
                .put("topic", letter.topic());
        row.put("partition", letter.partition()).put("offset", letter.offset());
        row.put("appended_at", letter.appendedAt().toString()).put("bytes", letter.bytes());
        return row.put("left_out", letter.leftOut().isEmpty() ? null : letter.leftOut())
                .put("redriven", redriven);
    }
}
