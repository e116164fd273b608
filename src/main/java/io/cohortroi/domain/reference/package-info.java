/** Small, versioned reference data: which cohort definition, workflow, capability area or baseline applied at an event's time. */
@NullMarked
package io.cohortroi.domain.reference;

import org.jspecify.annotations.NullMarked;
