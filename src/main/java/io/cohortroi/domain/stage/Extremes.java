package io.cohortroi.domain.stage;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The lowest and the highest multipliers of some completions, {@value #KEPT} of each, lowest first: what may be an outlier
 * among them. However many completions are combined, no more than that many ids travel.
 */
public record Extremes(List<Extreme> lowest, List<Extreme> highest) {
    /** As many as one alert names. */
    static final int KEPT = 5;

    public static final Extremes NONE = new Extremes(List.of(), List.of());

    private static final Comparator<Extreme> ORDER =
            Comparator.comparing(Extreme::roi).thenComparing(Extreme::completionId);

    /** One completion and its multiplier. */
    public record Extreme(String completionId, BigDecimal roi) {}

    public Extremes {
        lowest = List.copyOf(lowest);
        highest = List.copyOf(highest);
    }

    /** With one more; the same object where it is none of the extremes. */
    public Extremes with(Extreme one) {
        boolean isLow = lowest.size() < KEPT || ORDER.compare(one, lowest.get(KEPT - 1)) < 0;
        boolean isHigh = highest.size() < KEPT || ORDER.compare(one, highest.get(0)) > 0;
        if (!isLow && !isHigh) {
            return this;
        }
        return new Extremes(isLow ? inserted(lowest, one, 0) : lowest, isHigh ? inserted(highest, one, 1) : highest);
    }

    /** @param end which end falls out when there are too many: the last (0) or the first (1) */
    private static List<Extreme> inserted(List<Extreme> known, Extreme one, int end) {
        List<Extreme> all = new ArrayList<>(known);
        all.removeIf(each -> each.completionId().equals(one.completionId()));
        all.add(one);
        all.sort(ORDER);
        if (all.size() > KEPT) {
            all.remove(end == 0 ? all.size() - 1 : 0);
        }
        return all;
    }

    /** Each once, lowest first. */
    public List<Extreme> all() {
        List<Extreme> all = new ArrayList<>(lowest);
        highest.stream().filter(each -> !lowest.contains(each)).forEach(all::add);
        return all;
    }

    public void write(BinaryWriter out) {
        out.writeAll(lowest, lowest.size(), Extremes::write).writeAll(highest, highest.size(), Extremes::write);
    }

    private static void write(BinaryWriter out, Extreme each) {
        out.writeString(each.completionId()).writeDecimal(each.roi());
    }

    public static Extremes read(BinaryReader in) {
        return new Extremes(in.readAll(Extremes::readOne), in.readAll(Extremes::readOne));
    }

    private static Extreme readOne(BinaryReader in) {
        return new Extreme(in.readString(), in.readDecimal());
    }
}
