package io.cohortroi.runtime.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a person may set, typed and checked, immutable. Every key with its meaning, unit and default stands in
 * {@code cohort-roi.properties}; what is set later in this list wins:
 *
 * <ol>
 *   <li>the defaults of that file
 *   <li>{@code --config FILE}
 *   <li>environment variables: {@code http.port} is {@code COHORT_ROI_HTTP_PORT}
 *   <li>{@code --set http.port=9000}
 * </ol>
 *
 * @param effective every key as it stands with where it was set, by key
 */
public record Settings(
        Path dataDir,
        KafkaSettings kafka,
        BrokerSettings broker,
        StreamSettings streams,
        RoiSettings roi,
        AlertSettings alerts,
        ListenSettings http,
        SinkSettings sink,
        List<Setting> effective) {

    public Settings {
        effective = List.copyOf(effective);
    }

    /**
     * From this process's environment.
     *
     * @throws SettingsException if a key is unknown, a value breaks its rule, or the file cannot be read
     */
    public static Settings load(Optional<Path> file, Map<String, String> flags) {
        return of(file, System.getenv(), flags);
    }

    /** As {@link #load}, from an environment that is given. */
    public static Settings of(Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
        SettingsSources sources = new SettingsSources();
        file.ifPresent(sources::file);
        Map<String, Setting> all = sources.environment(environment).flags(flags).settings();
        return read(new Values(all), all);
    }

    static Settings read(Values values, Map<String, Setting> all) {
        Path dataDir = values.path("data.dir");
        return new Settings(
                dataDir,
                KafkaSettings.read(values, all),
                BrokerSettings.read(values),
                StreamSettings.read(values, dataDir),
                RoiSettings.read(values),
                AlertSettings.read(values),
                ListenSettings.read(values),
                SinkSettings.read(values, dataDir),
                List.copyOf(all.values()));
    }

    /** The same settings at another cluster: how an embedded broker's address reaches everyone. */
    public Settings withBootstrapServers(String bootstrapServers) {
        KafkaSettings there = new KafkaSettings(
                bootstrapServers,
                kafka.prefix(),
                kafka.learnerPartitions(),
                kafka.replicationFactor(),
                kafka.clientSettings());
        return new Settings(dataDir, there, broker, streams, roi, alerts, http, sink, effective);
    }

    /** The same settings with norms that are learned from the stream, or pinned. */
    public Settings learningNorms(boolean learn) {
        return new Settings(dataDir, kafka, broker, streams.learningNorms(learn), roi, alerts, http, sink, effective);
    }

    /**
     * The same settings for a one-shot run, which keeps its state to itself and commits in larger steps.
     *
     * @param records where the JSONL files go
     */
    public Settings forBoundedRun(Path stateDir, Path records) {
        return new Settings(
                dataDir, kafka, broker, streams.bounded(stateDir), roi, alerts, http, sink.at(records), effective);
    }
}
