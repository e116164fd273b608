/**
 * What has to be right on a machine before the program runs well on it, checked one by one. Every check answers with a
 * {@link io.cohortroi.runtime.doctor.Check}: what was found and, unless all is well, what to do. Checks leave nothing behind.
 */
@NullMarked
package io.cohortroi.runtime.doctor;

import org.jspecify.annotations.NullMarked;
