/** The two stages of the stream as pure functions: by learner (profiles, duplicates, waiting, revisions, ROI) and by scope (sums, series, alerts). They read and write through ports, and everything that leaves them is a value. */
@NullMarked
package io.cohortroi.domain.stage;

import org.jspecify.annotations.NullMarked;
