package io.cohortroi.runtime.doctor;

import io.cohortroi.runtime.config.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Runs all checks, the quick ones first. Takes a few milliseconds, and up to some seconds where a cluster is asked. */
public final class Doctor {

    private Doctor() {}

    public static List<Check> examine(Settings settings, Instant now) {
        List<Check> checks = new ArrayList<>();
        checks.add(MachineChecks.java(Runtime.version()));
        checks.add(MachineChecks.memory());
        checks.add(MachineChecks.clock(now));
        checks.add(FolderCheck.of("data.dir", settings.dataDir()));
        checks.add(FolderCheck.of("state.dir", settings.streams().stateDir()));
        checks.add(FolderCheck.of("sink.dir", settings.sink().dir()));
        checks.add(ListenCheck.http(settings.http()));
        checks.add(ListenCheck.broker(settings.broker().port()));
        checks.addAll(ClusterChecks.of(settings.kafka()));
        return checks;
    }
}
