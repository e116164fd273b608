/** Planted violations; see the parent. */
@NullMarked
package io.cohortroi.planted.runtime.http;

import org.jspecify.annotations.NullMarked;
