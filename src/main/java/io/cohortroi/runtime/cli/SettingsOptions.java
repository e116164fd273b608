package io.cohortroi.runtime.cli;

import io.cohortroi.runtime.config.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --config} and {@code --set}, the same for every command that has settings: mix in with {@code @Mixin}. */
public final class SettingsOptions {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings that differ from the defaults, as KEY=VALUE lines.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One setting; wins over --config and environment. May be repeated.")
    private final Map<String, String> set = new LinkedHashMap<>();

    /** @throws io.cohortroi.runtime.config.SettingsException with a sentence for the person who set it */
    public Settings load() {
        return Settings.load(Optional.ofNullable(config), set);
    }

    /** The same with other settings on top, as if they had been set last. */
    Settings loadWith(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(set);
        all.putAll(more);
        return Settings.load(Optional.ofNullable(config), all);
    }
}
