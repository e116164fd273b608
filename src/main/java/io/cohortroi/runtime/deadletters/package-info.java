/**
 * Dead letters as an operator works with them: found by reason, source topic and time, shown with their original bytes,
 * and sent back to where they came from. What was sent back is remembered on a topic of its own, written in the same
 * transaction, so that nothing is sent back twice by accident.
 */
@NullMarked
package io.cohortroi.runtime.deadletters;

import org.jspecify.annotations.NullMarked;
