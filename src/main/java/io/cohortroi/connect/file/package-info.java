/**
 * The files of the JSONL sink and how they survive a crash: names, journal, manifest, lock, recovery, rotation and
 * erasure. Start at {@link io.cohortroi.connect.file.PartitionWriter}. Plain JDK: nothing here knows Kafka Connect, and
 * every byte goes through {@link io.cohortroi.connect.file.Storage}, so that a test can drop what was never forced.
 */
@NullMarked
package io.cohortroi.connect.file;

import org.jspecify.annotations.NullMarked;
