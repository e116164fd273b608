package io.cohortroi.topology;

import io.cohortroi.domain.alert.AlertRules;
import io.cohortroi.domain.learner.Norms;
import io.cohortroi.domain.stage.StagePolicy;
import io.cohortroi.topology.state.ErasureKey;
import java.time.Duration;

/**
 * What shapes a topology.
 *
 * @param prefix leads every public topic; may be empty
 * @param norms those learners are compared with, or where norms are learned, those one begins with
 * @param flushEvery how often, in wall-clock time, partial sums, profiles and the ledger leave the stage by learner
 * @param metricsEvery how often, in wall-clock time, changed metrics leave the stage by scope
 * @param alertUpdatesEvery how often, in wall-clock time, new numbers of a standing alert are published where alerts are
 *     watched live; zero: with every change
 * @param grace how far behind the partition's newest event time an event may be without being listed as late
 * @param futureLimit how far ahead of its append time an event may be
 * @param erasureKey what the ids of erased learners are hashed with; the same on every instance
 * @param watchLive whether alerts are looked at with every change; else once, at the end of input
 * @param learnNorms whether norms are learned from the stream and shared through the topic {@code archetype-norms}; else
 *     they are pinned
 * @param insights what shapes insights and calibration
 * @param inMemory whether state is kept in memory, beside the changelogs, instead of on disk
 */
public record TopologyOptions(
        String prefix,
        StagePolicy policy,
        Norms norms,
        AlertRules alertRules,
        Duration flushEvery,
        Duration metricsEvery,
        Duration alertUpdatesEvery,
        Duration grace,
        Duration futureLimit,
        ErasureKey erasureKey,
        boolean watchLive,
        boolean learnNorms,
        InsightOptions insights,
        boolean inMemory) {

    /** Whether an alert that stands may be published otherwise than it is by now. */
    boolean holdsAlertUpdates() {
        return watchLive && !alertUpdatesEvery.isZero();
    }

    public String topic(String name) {
        return prefix + name;
    }
}
