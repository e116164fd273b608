package io.cohortroi.domain.metrics;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.learner.Archetype;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How many learners a scope has: all whose latest profile is in it, those of them that are active, and the active ones
 * by archetype (in the order of {@link Archetype}). A group like {@link RoiSums}: a move is -1 here and +1 there.
 */
public record Membership(long learners, long active, List<Long> activeByArchetype) {
    public static final Membership ZERO = new Membership(0, 0, Collections.nCopies(Archetype.values().length, 0L));

    public Membership {
        activeByArchetype = List.copyOf(activeByArchetype);
    }

    @SuppressWarnings("EnumOrdinal")
    public static Membership of(boolean active, Archetype archetype) {
        List<Long> mix = new ArrayList<>(ZERO.activeByArchetype);
        if (active) {
            mix.set(archetype.ordinal(), 1L);
        }
        return new Membership(1, active ? 1 : 0, mix);
    }

    public Membership plus(Membership other) {
        List<Long> mix = new ArrayList<>(activeByArchetype);
        for (int i = 0; i < mix.size(); i++) {
            mix.set(i, mix.get(i) + other.activeByArchetype.get(i));
        }
        return new Membership(learners + other.learners, active + other.active, mix);
    }

    public Membership negated() {
        return new Membership(
                -learners, -active, activeByArchetype.stream().map(n -> -n).toList());
    }

    public boolean isZero() {
        return equals(ZERO);
    }

    public void write(BinaryWriter out) {
        out.writeSigned(learners).writeSigned(active);
        out.writeAll(activeByArchetype, activeByArchetype.size(), BinaryWriter::writeSigned);
    }

    public static Membership read(BinaryReader in) {
        return new Membership(in.readSigned(), in.readSigned(), in.readAll(BinaryReader::readSigned));
    }
}
