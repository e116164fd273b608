/**
 * What can be asked of the running system. The compacted output topics are read, committed records only, into
 * immutable snapshots in memory, so that every instance answers for all of them and a question costs the stream
 * nothing. A snapshot says of itself whether it is complete and since when it may be out of date.
 */
@NullMarked
package io.cohortroi.runtime.query;

import org.jspecify.annotations.NullMarked;
