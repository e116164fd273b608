/**
 * ROI records made again from the input records they name: the completion, the profile, the workflow, the components and
 * the baseline are fetched from their places, valued as the stream values them, and the outcome is held against the record,
 * byte for byte.
 */
@NullMarked
package io.cohortroi.runtime.explain;

import org.jspecify.annotations.NullMarked;
