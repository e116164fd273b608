/** One shot: the whole system embedded over a bounded input, until everything is processed, and its results as files. */
@NullMarked
package io.cohortroi.runtime.analyze;

import org.jspecify.annotations.NullMarked;
