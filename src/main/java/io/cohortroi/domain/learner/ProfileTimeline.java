package io.cohortroi.domain.learner;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All profile versions of a learner in event-time order, one per {@code updated_at}.
 *
 * <p>With versions of Monday (cohort A) and Thursday (cohort B), a completion of Tuesday belongs to A, one of Friday to
 * B, and one of the Sunday before to A: the earliest known version also covers what precedes it.
 */
public record ProfileTimeline(List<ProfileVersion> versions) {
    private static final int VERSION_WEIGHT = 32;

    public static final ProfileTimeline EMPTY = new ProfileTimeline(List.of());

    public ProfileTimeline {
        versions = List.copyOf(versions);
    }

    public boolean isEmpty() {
        return versions.isEmpty();
    }

    /** What a version at that exact time says, if there is one. */
    public Optional<ProfileVersion> at(Instant updatedAt) {
        return versions.stream()
                .filter(version -> version.updatedAt().equals(updatedAt))
                .findFirst();
    }

    /** With {@code added} in its place; it replaces a version of the same time. */
    public ProfileTimeline with(ProfileVersion added) {
        List<ProfileVersion> next = new ArrayList<>(versions.size() + 1);
        boolean placed = false;
        for (ProfileVersion version : versions) {
            int order = version.updatedAt().compareTo(added.updatedAt());
            if (order >= 0 && !placed) {
                next.add(added);
                placed = true;
            }
            if (order != 0) {
                next.add(version);
            }
        }
        if (!placed) {
            next.add(added);
        }
        return new ProfileTimeline(next);
    }

    public Optional<ProfileVersion> latest() {
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
    }

    /** The version in force at {@code time}: the newest not after it, else the earliest. */
    public Optional<ProfileVersion> asOf(Instant time) {
        int index = indexAsOf(time);
        return index < 0 ? Optional.empty() : Optional.of(versions.get(index));
    }

    /**
     * The version that places the learner at {@code time}. An inactive version that names neither cohort nor attributes
     * keeps what the last profile before it said.
     */
    public Optional<ProfileVersion> placingAsOf(Instant time) {
        int index = indexAsOf(time);
        if (index < 0) {
            return Optional.empty();
        }
        int placing = index;
        while (placing > 0
                && !versions.get(placing).active()
                && !versions.get(placing).placesLearner()) {
            placing--;
        }
        return Optional.of(versions.get(placing));
    }

    /** How much there is to keep: characters of all cohorts and attributes, and a flat part of every version. */
    public int weight() {
        int weight = 0;
        for (ProfileVersion version : versions) {
            weight += VERSION_WEIGHT
                    + (version.cohort() == null ? 0 : version.cohort().length());
            for (Map.Entry<String, String> attribute : version.attributes().entrySet()) {
                weight += attribute.getKey().length() + attribute.getValue().length();
            }
        }
        return weight;
    }

    private int indexAsOf(Instant time) {
        if (versions.isEmpty()) {
            return -1;
        }
        int found = 0;
        for (int i = 1; i < versions.size(); i++) {
            if (!versions.get(i).updatedAt().isAfter(time)) {
                found = i;
            }
        }
        return found;
    }
}
