/**
 * Judges the files of the sink from outside: a folder against its manifests, and against the topic it came from. Nothing
 * here writes, and nothing here is used by the sink, so that the judge does not share the mistakes of the judged.
 */
@NullMarked
package io.cohortroi.connect.verify;

import org.jspecify.annotations.NullMarked;
