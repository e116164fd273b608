package io.cohortroi.domain.alert;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.binary.MalformedStateException;
import java.util.Arrays;
import java.util.function.Function;

/** The compact binary form of an alert that stands in state. */
public final class AlertBinary {
    private AlertBinary() {}

    public static void write(BinaryWriter out, Alert alert) {
        out.writeString(alert.rule().id())
                .writeString(alert.subject())
                .writeString(alert.status().id())
                .writeString(alert.severity().id());
        writeMeasures(out, alert.measures());
        out.writeInstant(alert.window().start())
                .writeInstant(alert.window().end())
                .writeInstant(alert.startedAt())
                .writeInstant(alert.updatedAt())
                .writeNullable(
                        alert.end(),
                        (to, end) -> to.writeInstant(end.at())
                                .writeString(end.reason().id()));
    }

    public static Alert read(BinaryReader in) {
        return new Alert(
                constant(in, AlertRule.values(), AlertRule::id),
                in.readString(),
                constant(in, AlertStatus.values(), AlertStatus::id),
                constant(in, AlertSeverity.values(), AlertSeverity::id),
                readMeasures(in),
                new Window(in.readInstant(), in.readInstant()),
                in.readInstant(),
                in.readInstant(),
                in.readNullable(from -> new AlertEnd(
                        from.readInstant(), constant(from, AlertEnd.Reason.values(), AlertEnd.Reason::id))));
    }

    private static void writeMeasures(BinaryWriter out, Measures measures) {
        out.writeString(measures.metric())
                .writeNullable(measures.observed(), BinaryWriter::writeDecimal)
                .writeNullable(measures.expected(), BinaryWriter::writeDecimal)
                .writeNullable(measures.variancePct(), BinaryWriter::writeDecimal)
                .writeNullable(measures.thresholdPct(), BinaryWriter::writeDecimal)
                .writeSigned(measures.n())
                .writeNullable(measures.ciLow(), BinaryWriter::writeDecimal)
                .writeNullable(measures.ciHigh(), BinaryWriter::writeDecimal)
                .writeNullable(
                        measures.evidence(),
                        (to, evidence) -> to.writeDecimal(evidence.value()).writeDecimal(evidence.bar()))
                .writeNullable(measures.mixEffectPct(), BinaryWriter::writeDecimal)
                .writeNullable(measures.withinEffectPct(), BinaryWriter::writeDecimal)
                .writeAll(measures.topContributors(), measures.topContributors().size(), AlertBinary::writeContributor);
    }

    private static Measures readMeasures(BinaryReader in) {
        return new Measures(
                in.readString(),
                in.readNullable(BinaryReader::readDecimal),
                in.readNullable(BinaryReader::readDecimal),
                in.readNullable(BinaryReader::readDecimal),
                in.readNullable(BinaryReader::readDecimal),
                in.readSigned(),
                in.readNullable(BinaryReader::readDecimal),
                in.readNullable(BinaryReader::readDecimal),
                in.readNullable(from -> new Measures.Evidence(from.readDecimal(), from.readDecimal())),
                in.readNullable(BinaryReader::readDecimal),
                in.readNullable(BinaryReader::readDecimal),
                in.readAll(AlertBinary::readContributor));
    }

    private static void writeContributor(BinaryWriter out, Contributor contributor) {
        out.writeString(contributor.kind())
                .writeString(contributor.id())
                .writeSigned(contributor.n())
                .writeDecimal(contributor.observed())
                .writeDecimal(contributor.expected())
                .writeDecimal(contributor.contributionPct());
    }

    private static Contributor readContributor(BinaryReader in) {
        return new Contributor(
                in.readString(),
                in.readString(),
                in.readSigned(),
                in.readDecimal(),
                in.readDecimal(),
                in.readDecimal());
    }

    private static <T> T constant(BinaryReader in, T[] values, Function<T, String> id) {
        String found = in.readString();
        for (T value : values) {
            if (id.apply(value).equals(found)) {
                return value;
            }
        }
        throw new MalformedStateException("an alert has one of " + Arrays.toString(values) + ", found " + found);
    }
}
