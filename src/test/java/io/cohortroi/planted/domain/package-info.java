/** Planted violations; see the parent. */
@NullMarked
package io.cohortroi.planted.domain;

import org.jspecify.annotations.NullMarked;
