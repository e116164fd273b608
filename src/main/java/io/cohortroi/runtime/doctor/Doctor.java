package io.cohortroi.runtime.doctor;

import io.cohortroi.runtime.config.Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs all checks, the quick ones first. The last one is the cluster that the settings name, or, where they name none, a broker
 * started for a moment: some seconds.
 */
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
        checks.addAll(
                settings.kafka().bootstrapServers().isEmpty()
                        ? List.of(EmbeddedBrokerCheck.of(Path.of(System.getProperty("java.io.tmpdir"))))
                        : ClusterChecks.of(settings.kafka()));
        return checks;
    }
}
