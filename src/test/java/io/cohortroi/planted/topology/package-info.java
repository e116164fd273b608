/** Planted violations; see the parent. */
@NullMarked
package io.cohortroi.planted.topology;

import org.jspecify.annotations.NullMarked;
