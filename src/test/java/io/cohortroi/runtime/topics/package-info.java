/** The contract held against itself, its examples and a real broker. */
@NullMarked
package io.cohortroi.runtime.topics;

import org.jspecify.annotations.NullMarked;
