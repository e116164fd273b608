package io.cohortroi.runtime.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** Lays the sources over each other: defaults, then file, then environment, then flags. Unknown keys stop here. */
final class SettingsSources {

    static final String DEFAULTS = "/cohort-roi.properties";
    private static final String ENVIRONMENT_PREFIX = "COHORT_ROI_";
    /** Read by others: the launcher and the log configuration before there are settings, the import, the tests. */
    private static final Set<String> NOT_SETTINGS = Set.of(
            "COHORT_ROI_OPTS",
            "COHORT_ROI_LOG_FORMAT",
            "COHORT_ROI_LOG_LEVEL",
            "COHORT_ROI_ID_KEY_FILE",
            "COHORT_ROI_DATA");

    private final Map<String, Setting> settings = new TreeMap<>();
    private final Set<String> known;

    SettingsSources() {
        Properties defaults = new Properties();
        try (InputStream in = SettingsSources.class.getResourceAsStream(DEFAULTS)) {
            if (in == null) {
                throw new IllegalStateException("the program was packed without " + DEFAULTS);
            }
            defaults.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        known = Set.copyOf(defaults.stringPropertyNames());
        known.forEach(key ->
                settings.put(key, new Setting(key, defaults.getProperty(key).strip(), "default")));
    }

    SettingsSources file(Path file) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            read.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException("The settings file " + file + " cannot be read (" + e + ").", e);
        }
        read.stringPropertyNames().stream()
                .sorted()
                .forEach(key -> put(key, key, read.getProperty(key), "file " + file));
        return this;
    }

    SettingsSources environment(Map<String, String> environment) {
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith(ENVIRONMENT_PREFIX) && !NOT_SETTINGS.contains(name)) {
                String key = name.substring(ENVIRONMENT_PREFIX.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                put(key, name, value, "environment " + name);
            }
        });
        return this;
    }

    SettingsSources flags(Map<String, String> flags) {
        new TreeMap<>(flags).forEach((key, value) -> put(key, key, value, "--set"));
        return this;
    }

    Map<String, Setting> settings() {
        return settings;
    }

    private void put(String key, String written, String value, String origin) {
        if (!known.contains(key)) {
            KafkaSettings.requirePassable(key, written, origin, known);
        }
        settings.put(key, new Setting(key, value.strip(), origin));
    }

    static String environmentName(String key) {
        return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
