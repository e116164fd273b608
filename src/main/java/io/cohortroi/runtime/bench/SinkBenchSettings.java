package io.cohortroi.runtime.bench;

/**
 * What the sink is measured with.
 *
 * @param recordsPerSecond offered rate of the latency arm
 * @param seconds length of the latency arm, after a warm-up of two seconds
 * @param partitions the latency arm's records go round them
 * @param lineBytes length of a line without its LF
 * @param batch records a put, at most in the latency arm and exactly in the throughput arm
 * @param puts puts of one throughput repetition; each ends with its bytes on disk
 * @param repetitions of each throughput arm, interleaved
 */
public record SinkBenchSettings(
        int recordsPerSecond, int seconds, int partitions, int lineBytes, int batch, int puts, int repetitions) {}
