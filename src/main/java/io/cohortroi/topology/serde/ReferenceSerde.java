package io.cohortroi.topology.serde;

import io.cohortroi.domain.reference.ReferenceData.Kind;
import io.cohortroi.domain.stage.Rejection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decodes the reference topics, key and value together: the key is {@code id@version}. */
public final class ReferenceSerde {
    private ReferenceSerde() {}

    /** A reference record: the value, or nothing where the version is withdrawn. */
    public record Definition(
            String id,
            int version,
            Instant effectiveAt,
            @Nullable Object value) {}

    /** What a reference record says, or why it is refused. */
    public record Reading(
            @Nullable Definition definition, @Nullable Rejection rejection) {}

    public static Reading read(Kind kind, byte @Nullable [] key, byte @Nullable [] value) {
        try {
            return new Reading(definition(kind, key, value), null);
        } catch (InvalidValueException e) {
            return new Reading(null, e.rejection());
        }
    }

    private static Definition definition(Kind kind, byte @Nullable [] key, byte @Nullable [] value)
            throws InvalidValueException {
        String text = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        int at = text.lastIndexOf('@');
        int version = versionOf(text, at);
        String id = text.substring(0, at);
        if (value == null) {
            return new Definition(id, version, Instant.EPOCH, null);
        }
        Fields fields = Json.object(value);
        String idField = idField(kind);
        Object read = read(kind, fields);
        long declared = fields.whole("version", 1, Integer.MAX_VALUE, 1);
        if (!fields.text(idField).equals(id) || declared != version) {
            throw new InvalidValueException(
                    Rejection.Code.KEY_MISMATCH, "the key is " + idField + "@version of its value");
        }
        return new Definition(id, version, fields.time("effective_at", Instant.EPOCH), read);
    }

    private static int versionOf(String key, int at) throws InvalidValueException {
        try {
            if (at > 0) {
                int version = Integer.parseInt(key.substring(at + 1));
                if (version >= 1) {
                    return version;
                }
            }
        } catch (NumberFormatException e) {
            // Said below, with the same words as every other key that is none.
        }
        throw new InvalidValueException(Rejection.Code.KEY_MISMATCH, "the key is id@version with a version from 1");
    }

    private static String idField(Kind kind) {
        return switch (kind) {
            case COHORT -> "cohort_id";
            case WORKFLOW -> "workflow_id";
            case CAPABILITY -> "component";
            case BASELINE -> "archetype";
        };
    }

    private static Object read(Kind kind, Fields fields) throws InvalidValueException {
        return switch (kind) {
            case COHORT -> ReferenceReaders.cohort(fields);
            case WORKFLOW -> ReferenceReaders.workflow(fields);
            case CAPABILITY -> ReferenceReaders.capability(fields);
            case BASELINE -> ReferenceReaders.baseline(fields);
        };
    }
}
