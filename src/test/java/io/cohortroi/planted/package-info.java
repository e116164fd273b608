/**
 * One violation of each rule of {@code ArchitectureTest}, in a tree laid out like the real one. A rule that lets its violation
 * pass is no rule.
 */
@NullMarked
package io.cohortroi.planted;

import org.jspecify.annotations.NullMarked;
