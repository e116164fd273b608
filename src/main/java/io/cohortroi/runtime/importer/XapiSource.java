package io.cohortroi.runtime.importer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * xAPI 1.0.3 statements, one a line in {@code .jsonl} or {@code .jsonl.gz} files: one such file, or all of a folder in
 * the order of their names. They go to {@code xapi-statements} by their {@code timestamp}, keyed by learner, and are
 * kept there: no completion comes of a statement yet. {@linkplain XapiActor Persons become pseudonyms}.
 */
public final class XapiSource implements Source {
    private static final String TOPIC = "xapi-statements";
    private static final String ENDING = ".jsonl";
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Path path;
    private final Pseudonyms pseudonyms;
    private final Path temporary;

    /** @param path a file or a folder */
    public XapiSource(Path path, Pseudonyms pseudonyms) {
        this(path, pseudonyms, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** @param temporary where statements are sorted; nothing is left there */
    XapiSource(Path path, Pseudonyms pseudonyms, Path temporary) {
        this.path = path;
        this.pseudonyms = pseudonyms;
        this.temporary = temporary;
    }

    @Override
    public String name() {
        return "xapi";
    }

    @Override
    public EventSequence prepare(ImportTally tally, ProgressListener progress) throws ImportException {
        boolean single = Files.isRegularFile(path);
        Path folder = single ? path.resolveSibling("") : path;
        List<String> names = single ? List.of(withoutGz(path)) : names();
        InputFolder input = new InputFolder(folder, "xAPI", names, "", tally, progress);
        EventSpool spool = EventSpool.createIn(temporary);
        try {
            for (String name : names) {
                input.readLines(
                        name, (file, line, text, json) -> add(new Statement(file, line, text, json), spool, tally));
            }
            EventSequence events = spool.sorted(Hash.sha256(input.fingerprint() + pseudonyms.identity()));
            if (events.size() == 0) {
                throw ImportException.nothingIn(path, "no statement can be used", tally);
            }
            return events;
        } catch (UncheckedIOException e) {
            spool.close();
            throw new ImportException(String.valueOf(e.getMessage()), e);
        } catch (ImportException | RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    /** One line with its place. */
    private record Statement(String file, long line, String text, ObjectNode json) {
        Rejection broken(String rule, JsonNode value) {
            return new Rejection(file, line, rule, value.asText());
        }

        /** Without the value, which would name a person. */
        Rejection broken(String rule) {
            return new Rejection(file, line, rule, "");
        }
    }

    private void add(Statement statement, EventSpool spool, ImportTally tally) {
        ObjectNode json = statement.json();
        JsonNode id = json.path("id");
        JsonNode time = json.path("timestamp");
        Instant timestamp = instant(time.asText());
        XapiActor actor = XapiActor.of(json.path("actor"));
        if (!UUID.matcher(id.asText()).matches()) {
            tally.reject(statement.broken("id is a UUID", id));
        } else if (timestamp == null) {
            tally.reject(statement.broken("timestamp is a time with offset, such as 2025-10-20T10:30:00Z", time));
        } else if (actor == null) {
            tally.reject(statement.broken("actor is one of account, mbox, mbox_sha1sum and openid"));
        } else if (!isName(json.at("/verb/id")) || !isName(json.at("/object/id"))) {
            tally.reject(statement.broken("verb and object have an id"));
        } else {
            String learner = pseudonyms.of(actor.id());
            String value = pseudonyms.isKeeping()
                    ? statement.text()
                    : actor.hidden(json, learner).toString();
            spool.add(new ImportedEvent(TOPIC, learner, value, timestamp));
            tally.mapped(TOPIC, 1);
        }
    }

    private List<String> names() throws ImportException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            List<String> names = files.filter(Files::isRegularFile)
                    .map(XapiSource::withoutGz)
                    .filter(name -> name.endsWith(ENDING))
                    .distinct()
                    .sorted()
                    .toList();
            if (names.isEmpty()) {
                throw new ImportException("no xAPI file in " + path + ": expected *.jsonl or *.jsonl.gz");
            }
            return names;
        } catch (IOException e) {
            throw new ImportException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    private static String withoutGz(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".gz") ? name.substring(0, name.length() - ".gz".length()) : name;
    }

    private static boolean isName(JsonNode node) {
        return node.isTextual() && !node.textValue().isEmpty();
    }

    private static @Nullable Instant instant(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return time.getYear() >= 1 && time.getYear() <= 9999 ? time.toInstant() : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
