/** One learner: profile versions in event time, traits, archetype and confidence. */
@NullMarked
package io.cohortroi.domain.learner;

import org.jspecify.annotations.NullMarked;
