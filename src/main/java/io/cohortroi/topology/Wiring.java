package io.cohortroi.topology;

import io.cohortroi.domain.stage.LearnerStage;
import io.cohortroi.topology.error.Quarantine;

/** What the processors of one topology share on one instance. */
record Wiring(
        TopologyOptions options,
        ReferenceHolder reference,
        NormsHolder norms,
        InputEnd inputEnd,
        LearnerStage stage,
        Quarantine quarantine) {}
