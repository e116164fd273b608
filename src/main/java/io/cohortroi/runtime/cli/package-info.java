/**
 * The sub-commands: each reads its options, calls the part of the runtime that does the work, prints, and ends with 0,
 * or with 1 and a clear message, or with 2 when it was called wrongly.
 */
@NullMarked
package io.cohortroi.runtime.cli;

import org.jspecify.annotations.NullMarked;
