package io.cohortroi.topology;

import io.cohortroi.domain.learner.NormsVersions;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.domain.roi.Place;
import io.cohortroi.domain.stage.Effects;
import io.cohortroi.domain.stage.LearnerBooks;
import java.time.Instant;

/** One kind of event applied to the books: a method of the stage by learner. */
@FunctionalInterface
interface Step<T> {
    Effects apply(
            LearnerBooks books, T event, Place place, Instant clock, ReferenceData reference, NormsVersions norms);
}
