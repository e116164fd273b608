package io.cohortroi.domain.stage;

import io.cohortroi.domain.alert.VarianceState;
import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.metrics.Membership;
import io.cohortroi.domain.metrics.QuantileSketch;
import io.cohortroi.domain.metrics.RoiSums;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a scope beside its day cells.
 *
 * @param newestEvent newest event time seen for the scope; never goes back
 * @param variance where the variance rule stands
 */
public record ScopeTotals(
        RoiSums sums,
        QuantileSketch sketch,
        Membership membership,
        @Nullable Instant newestEvent,
        VarianceState variance) {

    public static final ScopeTotals NOTHING =
            new ScopeTotals(RoiSums.ZERO, QuantileSketch.empty(), Membership.ZERO, null, VarianceState.initial());

    public ScopeTotals plus(ScopeDelta delta) {
        RoiSums nextSums = sums;
        QuantileSketch nextSketch = sketch.copy();
        for (Partial partial : delta.days().values()) {
            nextSums = nextSums.plus(partial.sums());
            nextSketch.merge(partial.sketch());
        }
        Instant newest = delta.newestEvent();
        boolean moved = newest != null && (newestEvent == null || newest.isAfter(newestEvent));
        return new ScopeTotals(
                nextSums, nextSketch, membership.plus(delta.membership()), moved ? newest : newestEvent, variance);
    }

    public ScopeTotals withVariance(VarianceState next) {
        return new ScopeTotals(sums, sketch, membership, newestEvent, next);
    }

    public void write(BinaryWriter out) {
        sums.write(out);
        sketch.write(out);
        membership.write(out);
        out.writeNullable(newestEvent, BinaryWriter::writeInstant);
        variance.write(out);
    }

    public static ScopeTotals read(BinaryReader in) {
        return new ScopeTotals(
                RoiSums.read(in),
                QuantileSketch.read(in),
                Membership.read(in),
                in.readNullable(BinaryReader::readInstant),
                VarianceState.read(in));
    }
}
