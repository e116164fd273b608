/**
 * Where to invest next: which capabilities a cohort has not activated and how much that matters to its kind of learner,
 * and which workflows fit. Everything is computed from a snapshot of a cohort; equal snapshots give equal answers.
 */
@NullMarked
package io.cohortroi.domain.insight;

import org.jspecify.annotations.NullMarked;
