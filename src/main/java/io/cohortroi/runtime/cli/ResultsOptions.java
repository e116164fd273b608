package io.cohortroi.runtime.cli;

import io.cohortroi.runtime.config.KafkaSettings;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.config.SettingsException;
import io.cohortroi.runtime.review.ClusterResults;
import io.cohortroi.runtime.review.FolderResults;
import io.cohortroi.runtime.review.Results;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a command reads results: {@code --from DIR}, else the cluster of the settings. */
final class ResultsOptions {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private SettingsOptions settings;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "A folder that analyze wrote. Without it: the cluster of bootstrap.servers.")
    private @Nullable Path from;

    Settings settings() {
        return settings.load();
    }

    Results results() {
        return from == null ? cluster() : new FolderResults(from);
    }

    boolean isFolder() {
        return from != null;
    }

    /** @throws SettingsException where no cluster is named or it does not answer */
    ClusterResults cluster() {
        KafkaSettings kafka = settings.load().kafka();
        if (kafka.bootstrapServers().isEmpty()) {
            throw new SettingsException("Read results where? Say --from DIR for a folder of analyze, or --set"
                    + " bootstrap.servers=HOST:PORT for a cluster.");
        }
        BrokerProbe.require(kafka.bootstrapServers(), TIMEOUT);
        return new ClusterResults(kafka);
    }
}
