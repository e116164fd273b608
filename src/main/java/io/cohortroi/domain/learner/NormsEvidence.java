package io.cohortroi.domain.learner;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.time.Instant;

/** Learners seen at a stage, on their way from the task that saw them to the one that learns norms. */
public record NormsEvidence(NormsSketch sketch, Instant eventTime) {
    public void write(BinaryWriter out) {
        sketch.write(out);
        out.writeInstant(eventTime);
    }

    public static NormsEvidence read(BinaryReader in) {
        return new NormsEvidence(NormsSketch.read(in), in.readInstant());
    }
}
