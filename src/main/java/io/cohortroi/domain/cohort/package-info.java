/** Which cohort a learner belongs to: definitions, rules, matching. */
@NullMarked
package io.cohortroi.domain.cohort;

import org.jspecify.annotations.NullMarked;
