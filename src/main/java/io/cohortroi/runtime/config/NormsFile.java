package io.cohortroi.runtime.config;

import io.cohortroi.domain.learner.Norms;
import io.cohortroi.topology.serde.NormsJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Norms as a JSON file: {@code {"version", "populations": {cohort: {week: [[21 quantiles] x 5 traits]}}}}. */
public final class NormsFile {
    private static final String SHIPPED = "/norms-0.json";
    private static final String LEARN = "learn";

    private NormsFile() {}

    /** The norms that ship with the program, {@code norms-0}. */
    public static Norms shipped() {
        try (InputStream in = NormsFile.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + SHIPPED + " is missing from the program");
            }
            return parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + SHIPPED, e);
        }
    }

    /** What {@code --norms FILE|learn} begins with: the file, or without one the shipped norms. */
    public static Norms chosen(@Nullable String option) throws IOException {
        return option == null || isLearn(option) ? shipped() : read(Path.of(option));
    }

    /** Whether {@code --norms} asks for norms that are learned from the stream. */
    public static boolean isLearn(@Nullable String option) {
        return LEARN.equals(option);
    }

    public static Norms read(Path file) throws IOException {
        return parse(Files.readAllBytes(file));
    }

    public static Norms parse(byte[] json) throws IOException {
        return NormsJson.read(json).norms();
    }

    /** One stage a line, every number exactly, so that what it writes reads back the same ever after. */
    public static void write(Norms norms, Path file) throws IOException {
        Files.writeString(file, NormsJson.toText(norms));
    }
}
