/** What tests of several houses share: holding records against the public contract. */
@NullMarked
package io.cohortroi.testing;

import org.jspecify.annotations.NullMarked;
