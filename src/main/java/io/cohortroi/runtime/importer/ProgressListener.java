package io.cohortroi.runtime.importer;

/** Told how far a long piece of work is; called often, so it must be quick and may skip most calls. */
@FunctionalInterface
public interface ProgressListener {
    /** For those who do not want to know. */
    ProgressListener NONE = (phase, done, total) -> {};

    /**
     * @param phase what is being done, {@code reading bytes} or {@code publishing events}
     * @param done from 0 to {@code total}, never falling within a phase
     */
    void progress(String phase, long done, long total);
}
