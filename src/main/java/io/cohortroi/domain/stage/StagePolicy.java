package io.cohortroi.domain.stage;

import io.cohortroi.domain.roi.ValuationPolicy;
import java.time.Duration;

/**
 * The rules a company sets for the stage by learner.
 *
 * @param waitingLimit how long, in event time after {@code completed_at}, a completion waits for its learner
 * @param activityHorizon how far behind the learner's newest event an activity may be
 */
public record StagePolicy(ValuationPolicy valuation, Duration waitingLimit, Duration activityHorizon) {}
