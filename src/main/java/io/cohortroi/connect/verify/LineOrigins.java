package io.cohortroi.connect.verify;

import java.util.Set;

/**
 * Where the unexpected lines of a partition can come from.
 *
 * @param committed lines that belong into the files, at whatever offset
 * @param aborted lines that only transactions that were not committed have sent
 */
record LineOrigins(Set<String> committed, Set<String> aborted) {}
