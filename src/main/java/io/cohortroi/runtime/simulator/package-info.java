/**
 * The company of {@code demo}: 700 learners in five cohorts, their past of some 27 weeks and, after it, a life without end. Everything
 * follows from a seed and the moment the past ends, event by event, with the mess real systems make: late, repeated, corrected,
 * voided. {@link io.cohortroi.runtime.simulator.SimulatedCompany} is the way in,
 * {@link io.cohortroi.runtime.simulator.CompanyLife} lets it live on a broker.
 */
@NullMarked
package io.cohortroi.runtime.simulator;

import org.jspecify.annotations.NullMarked;
