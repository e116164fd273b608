package io.cohortroi.domain.learner;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.binary.MalformedStateException;

/**
 * The bytes of a {@link TraitState}. A bit mask says which amounts are there, and a moment is written
 * relative to the origin, so an average learner takes about a hundred bytes and a merely registered one seven.
 */
final class TraitStateFormat {
    private TraitStateFormat() {}

    static void write(long[] at, long registeredSecond, int amounts, int origin, BinaryWriter out) {
        boolean registered = registeredSecond != Long.MIN_VALUE;
        out.writeBoolean(registered);
        if (registered) {
            out.writeSigned(registeredSecond);
        }
        long mask = 0;
        for (int amount = amounts; amount < at.length; amount += 2) {
            if (at[amount] != 0 || at[amount + 1] != 0) {
                mask |= 1L << ((amount - amounts) / 2);
            }
        }
        for (int field = 0; field < amounts; field++) {
            out.writeSigned(at[field]);
        }
        out.writeUnsigned(mask);
        for (int amount = amounts; amount < at.length; amount += 2) {
            if (((mask >>> ((amount - amounts) / 2)) & 1) == 1) {
                out.writeUnsigned(at[amount]);
                out.writeSigned(at[amount + 1] - at[amount] * at[origin]);
            }
        }
    }

    /** Fills {@code at} and answers the registration's second, Long.MIN_VALUE where there is none. */
    static long read(long[] at, int amounts, int origin, BinaryReader in) {
        long registered = in.readBoolean() ? in.readSigned() : Long.MIN_VALUE;
        for (int field = 0; field < amounts; field++) {
            at[field] = in.readSigned();
        }
        long mask = in.readUnsigned();
        int kinds = (at.length - amounts) / 2;
        if (mask >>> kinds != 0) {
            throw new MalformedStateException("a trait state has " + kinds + " amounts, found the mask " + mask);
        }
        for (int amount = amounts; amount < at.length; amount += 2) {
            if (((mask >>> ((amount - amounts) / 2)) & 1) == 1) {
                at[amount] = in.readUnsigned();
                at[amount + 1] = in.readSigned() + at[amount] * at[origin];
            }
        }
        return registered;
    }
}
