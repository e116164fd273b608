/**
 * The right to be forgotten, with proof. A learner is looked for in every place that can hold anything of them: the
 * topics, the state of the stream through its changelogs, and the files of the sink; the erasure is asked for with a null
 * value, and looked for again until nothing is found. The proof names the learner by a keyed hash only.
 */
@NullMarked
package io.cohortroi.runtime.erasure;

import org.jspecify.annotations.NullMarked;
