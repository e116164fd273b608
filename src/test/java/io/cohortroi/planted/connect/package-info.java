/** Planted violations; see the parent. */
@NullMarked
package io.cohortroi.planted.connect;

import org.jspecify.annotations.NullMarked;
