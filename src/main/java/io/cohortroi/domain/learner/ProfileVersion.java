package io.cohortroi.domain.learner;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.roi.Place;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A learner's profile from {@code updatedAt} on, until a newer version. */
public record ProfileVersion(
        Instant updatedAt,
        boolean active,
        Instant registeredAt,
        @Nullable String cohort,
        SortedMap<String, String> attributes,
        Place place) {

    public ProfileVersion {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    public static ProfileVersion of(LearnerEvent event, Place place) {
        return new ProfileVersion(
                event.updatedAt(), event.active(), event.registeredAt(), event.cohort(), event.attributes(), place);
    }

    /** The same profile, wherever it was read. */
    public boolean says(ProfileVersion other) {
        return updatedAt.equals(other.updatedAt)
                && active == other.active
                && registeredAt.equals(other.registeredAt)
                && java.util.Objects.equals(cohort, other.cohort)
                && attributes.equals(other.attributes);
    }

    /** Whether it says anything that places the learner in a cohort. */
    boolean placesLearner() {
        return cohort != null || !attributes.isEmpty();
    }

    public void write(BinaryWriter out) {
        out.writeInstant(updatedAt).writeBoolean(active).writeInstant(registeredAt);
        out.writeNullable(cohort, BinaryWriter::writeString);
        out.writeUnsigned(attributes.size());
        attributes.forEach((name, value) -> out.writeString(name).writeString(value));
        place.write(out);
    }

    public static ProfileVersion read(BinaryReader in) {
        Instant updatedAt = in.readInstant();
        boolean active = in.readBoolean();
        Instant registeredAt = in.readInstant();
        String cohort = in.readNullable(BinaryReader::readString);
        SortedMap<String, String> attributes = new TreeMap<>();
        for (int left = in.readSize(); left > 0; left--) {
            attributes.put(in.readString(), in.readString());
        }
        return new ProfileVersion(updatedAt, active, registeredAt, cohort, attributes, Place.read(in));
    }
}
