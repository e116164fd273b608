package io.cohortroi.domain.roi;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.roi.CompletionState.Booked;
import io.cohortroi.domain.roi.CompletionState.Judgement;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** The binary form of the parts of a {@link CompletionState}. */
final class CompletionCodec {
    private CompletionCodec() {}

    /** The event's content, what {@link Digest} is taken of. */
    static byte[] content(CompletionEvent event) {
        BinaryWriter out = new BinaryWriter();
        writeEvent(out, event);
        return out.toByteArray();
    }

    static void writeEvent(BinaryWriter out, CompletionEvent event) {
        out.writeString(event.eventId())
                .writeString(event.completionId())
                .writeString(event.learnerId())
                .writeString(event.workflowId())
                .writeConstant(event.kind())
                .writeInstant(event.completedAt());
        out.writeNullable(event.capabilitiesAdded(), BinaryWriter::writeUnsigned);
        out.writeAll(event.capabilities(), event.capabilities().size(), BinaryWriter::writeString);
        out.writeDecimal(event.durationHours());
        out.writeDecimal(event.completionRate());
        out.writeBoolean(event.success());
        out.writeNullable(event.cost(), BinaryWriter::writeDecimal);
        out.writeNullable(event.benefit(), BinaryWriter::writeDecimal);
        out.writeNullable(event.currency(), BinaryWriter::writeString);
        out.writeNullable(event.score(), BinaryWriter::writeDouble);
        out.writeUnsigned(event.revision());
    }

    static CompletionEvent readEvent(BinaryReader in) {
        return new CompletionEvent(
                in.readString(),
                in.readString(),
                in.readString(),
                in.readString(),
                in.readConstant(CompletionEvent.Kind.values()),
                in.readInstant(),
                in.readNullable(BinaryReader::readUnsigned),
                in.readAll(BinaryReader::readString),
                in.readDecimal(),
                in.readDecimal(),
                in.readBoolean(),
                in.readNullable(BinaryReader::readDecimal),
                in.readNullable(BinaryReader::readDecimal),
                in.readNullable(BinaryReader::readString),
                in.readNullable(BinaryReader::readDouble),
                in.readSize());
    }

    static void writeJudgement(BinaryWriter out, Judgement judgement) {
        out.writeConstant(judgement.archetype())
                .writeDecimal(judgement.confidence())
                .writeString(judgement.normsVersion());
    }

    static Judgement readJudgement(BinaryReader in) {
        return new Judgement(in.readConstant(Archetype.values()), in.readDecimal(), in.readString());
    }

    /** The booked event is written only where it is not the winner: while a correction waits. */
    static void writeBooked(BinaryWriter out, Booked booked, CompletionEvent winner) {
        out.writeUnsigned(booked.recordVersion());
        out.writeBoolean(booked.event().equals(winner));
        if (!booked.event().equals(winner)) {
            writeEvent(out, booked.event());
        }
        booked.completion().write(out);
        out.writeString(booked.cohort());
        out.writeNullable(booked.profileAt(), BinaryWriter::writeInstant);
        out.writeNullable(booked.profile(), (to, place) -> place.write(to));
        writeValuation(out, booked.valuation());
        out.writeDecimal(booked.baseline()).writeUnsigned(booked.baselineVersion());
    }

    static Booked readBooked(BinaryReader in, CompletionEvent winner) {
        int recordVersion = in.readSize();
        CompletionEvent event = in.readBoolean() ? winner : readEvent(in);
        Place completion = Place.read(in);
        String cohort = in.readString();
        Instant profileAt = in.readNullable(BinaryReader::readInstant);
        Place profile = in.readNullable(Place::read);
        Valuation valuation = readValuation(in);
        return new Booked(
                recordVersion,
                event,
                completion,
                cohort,
                profileAt,
                profile,
                valuation,
                in.readDecimal(),
                in.readSize());
    }

    private static void writeValuation(BinaryWriter out, Valuation valuation) {
        out.writeDecimal(valuation.cost()).writeDecimal(valuation.benefit());
        out.writeNullable(valuation.multiplier(), BinaryWriter::writeDecimal);
        out.writeConstant(valuation.costSource());
        out.writeConstant(valuation.benefitSource());
        Valuation.Inputs inputs = valuation.inputs();
        out.writeUnsigned(inputs.units()).writeDecimal(inputs.value());
        out.writeDecimal(inputs.isolation()).writeDecimal(inputs.estimateConfidence());
        out.writeNullable(inputs.fixedCost(), BinaryWriter::writeDecimal);
        out.writeNullable(inputs.hourlyCost(), BinaryWriter::writeDecimal);
        out.writeDecimal(inputs.costAdjustment());
        out.writeAll(valuation.used(), valuation.used().size(), (to, place) -> place.write(to));
    }

    private static Valuation readValuation(BinaryReader in) {
        BigDecimal cost = in.readDecimal();
        BigDecimal benefit = in.readDecimal();
        BigDecimal multiplier = in.readNullable(BinaryReader::readDecimal);
        Valuation.CostSource costSource = in.readConstant(Valuation.CostSource.values());
        Valuation.BenefitSource benefitSource = in.readConstant(Valuation.BenefitSource.values());
        Valuation.Inputs inputs = new Valuation.Inputs(
                in.readUnsigned(),
                in.readDecimal(),
                in.readDecimal(),
                in.readDecimal(),
                in.readNullable(BinaryReader::readDecimal),
                in.readNullable(BinaryReader::readDecimal),
                in.readDecimal());
        List<Place> used = in.readAll(Place::read);
        return new Valuation(cost, benefit, multiplier, costSource, benefitSource, inputs, used);
    }
}
