package io.cohortroi.runtime.importer;

/** A format that becomes events. Reading twice gives the same events with the same ids, so that a repeat is harmless. */
public interface Source {
    /** What the command line calls it: {@code oulad}. */
    String name();

    /**
     * Reads and checks everything, and puts it in the order of publishing: reference data first, then event time.
     *
     * @param tally told of every row read, mapped, skipped or rejected
     * @param progress told of the bytes read so far and in all
     * @throws ImportException where nothing is left to publish: no folder, no file of this format, no usable row
     */
    EventSequence prepare(ImportTally tally, ProgressListener progress) throws ImportException;
}
