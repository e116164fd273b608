/**
 * What would be different with other baselines, thresholds, workflows or cohorts: the same input twice through an
 * embedded instance of its own, as it is and changed, and the difference of what came out. Nothing of it touches a live
 * system: its topics are read without a group, and no alert is delivered.
 */
@NullMarked
package io.cohortroi.runtime.whatif;

import org.jspecify.annotations.NullMarked;
