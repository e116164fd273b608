package io.cohortroi.connect.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What is in a complete file, written beside it. {@code bytes} and {@code sha256} are those of the file as it lies on
 * disk, {@code contentBytes} and {@code contentSha256} those of its lines before compression (equal without gzip). The
 * offsets are those of the first and the last record covered, erased and skipped ones included.
 *
 * @param count lines in the file
 * @param erasedLines lines taken out by erasures since the file was finished
 * @param previousSha256 the file's hash before the last erasure, null when nothing was erased
 */
public record Manifest(
        String topic,
        int partition,
        long firstOffset,
        long lastOffset,
        long count,
        long bytes,
        String sha256,
        long contentBytes,
        String contentSha256,
        long erasedLines,
        @Nullable String previousSha256) {
    private static final Pattern TEXT = Pattern.compile("""
            \\{
              "topic": "(?<topic>[a-zA-Z0-9._-]+)",
              "partition": (?<partition>\\d{1,10}),
              "first_offset": (?<first>\\d{1,19}),
              "last_offset": (?<last>\\d{1,19}),
              "count": (?<count>\\d{1,19}),
              "bytes": (?<bytes>\\d{1,19}),
              "sha256": "(?<sha>[0-9a-f]{64})",
              "content_bytes": (?<contentBytes>\\d{1,19}),
              "content_sha256": "(?<contentSha>[0-9a-f]{64})",
              "state": "(?:complete|erased)",
              "erased_lines": (?<erased>\\d{1,19}),
              "previous_sha256": (?:null|"(?<previous>[0-9a-f]{64})"),
              "manifest_crc32c": "[0-9a-f]{8}"
            \\}
            """);

    /** {@code erased} once an erasure has rewritten the file, else {@code complete}. */
    public String state() {
        return previousSha256 == null ? "complete" : "erased";
    }

    public boolean isCompressed() {
        return !sha256.equals(contentSha256);
    }

    public byte[] encode() {
        String fields = String.format(
                Locale.ROOT,
                """
                {
                  "topic": "%s",
                  "partition": %d,
                  "first_offset": %d,
                  "last_offset": %d,
                  "count": %d,
                  "bytes": %d,
                  "sha256": "%s",
                  "content_bytes": %d,
                  "content_sha256": "%s",
                  "state": "%s",
                  "erased_lines": %d,
                  "previous_sha256": %s,
                """,
                topic,
                partition,
                firstOffset,
                lastOffset,
                count,
                bytes,
                sha256,
                contentBytes,
                contentSha256,
                state(),
                erasedLines,
                previousSha256 == null ? "null" : "\"" + previousSha256 + "\"");
        CRC32C crc = new CRC32C();
        crc.update(fields.getBytes(StandardCharsets.UTF_8));
        String text = fields + String.format(Locale.ROOT, "  \"manifest_crc32c\": \"%08x\"\n}\n", crc.getValue());
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a manifest; one that is cut short, changed or of another format is a {@link DamagedFileException}. */
    public static Manifest decode(Path file, byte[] content) throws DamagedFileException {
        Matcher text = TEXT.matcher(new String(content, StandardCharsets.UTF_8));
        if (!text.matches()) {
            throw new DamagedFileException(file, "is cut short or no manifest of this format");
        }
        try {
            Manifest manifest = new Manifest(
                    text.group("topic"),
                    Integer.parseInt(text.group("partition")),
                    Long.parseLong(text.group("first")),
                    Long.parseLong(text.group("last")),
                    Long.parseLong(text.group("count")),
                    Long.parseLong(text.group("bytes")),
                    text.group("sha"),
                    Long.parseLong(text.group("contentBytes")),
                    text.group("contentSha"),
                    Long.parseLong(text.group("erased")),
                    text.group("previous"));
            if (!Arrays.equals(manifest.encode(), content)) {
                throw new DamagedFileException(file, "does not match its own checksum");
            }
            return manifest;
        } catch (NumberFormatException e) {
            throw new DamagedFileException(file, "holds a number that is none: " + e.getMessage());
        }
    }
}
