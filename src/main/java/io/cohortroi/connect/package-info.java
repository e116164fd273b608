/**
 * The JSONL sink: a Kafka Connect sink connector that writes any topic of JSON values to files, one object a line,
 * exactly once. It stands alone (JDK, Kafka Connect API, SLF4J; no JSON library) and is packed into a jar of its own for
 * any Connect cluster. The task moves records; everything about files and crashes is in {@code file}, the judge of a
 * folder is in {@code verify}.
 */
@NullMarked
package io.cohortroi.connect;

import org.jspecify.annotations.NullMarked;
