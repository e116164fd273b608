package io.cohortroi.runtime.config;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Reads typed values and says, of a bad one, key, rule, value and origin. Remembers which keys were read. */
final class Values {

    private final Map<String, Setting> settings;
    private final Set<String> read = new HashSet<>();

    Values(Map<String, Setting> settings) {
        this.settings = settings;
    }

    /** Keys that nobody asked for. */
    Set<String> unread() {
        Set<String> unread = new HashSet<>(settings.keySet());
        unread.removeAll(read);
        return unread;
    }

    String text(String key) {
        return setting(key).value();
    }

    String text(String key, Predicate<String> rule, String ruleInWords) {
        Setting setting = setting(key);
        if (!rule.test(setting.value())) {
            throw bad(setting, ruleInWords);
        }
        return setting.value();
    }

    String oneOf(String key, String... allowed) {
        return text(key, Arrays.asList(allowed)::contains, "one of " + String.join(", ", allowed));
    }

    boolean flag(String key) {
        return oneOf(key, "true", "false").equals("true");
    }

    int integer(String key, int least, int most) {
        return Math.toIntExact(longInteger(key, least, most));
    }

    long longInteger(String key, long least, long most) {
        Setting setting = setting(key);
        String rule = "a whole number from " + least + " to " + most;
        try {
            long value = Long.parseLong(setting.value());
            if (value < least || value > most) {
                throw bad(setting, rule);
            }
            return value;
        } catch (NumberFormatException e) {
            throw bad(setting, rule);
        }
    }

    /** @param above not itself allowed */
    BigDecimal decimal(String key, BigDecimal above, BigDecimal most) {
        Setting setting = setting(key);
        return decimal(setting, setting.value(), above, most);
    }

    /** {@code USD=0.92,GBP=1.17}; every rate above 0. */
    Map<String, BigDecimal> rates(String key) {
        Setting setting = setting(key);
        Map<String, BigDecimal> rates = new TreeMap<>();
        for (String entry : setting.value().isEmpty()
                ? List.<String>of()
                : List.of(setting.value().split(",", -1))) {
            String[] parts = entry.strip().split("=", -1);
            if (parts.length != 2 || !isCurrency(parts[0].strip())) {
                throw bad(setting, "a list such as USD=0.92,GBP=1.17");
            }
            BigDecimal rate = decimal(setting, parts[1].strip(), BigDecimal.ZERO, new BigDecimal(1_000_000));
            if (rates.put(parts[0].strip(), rate) != null) {
                throw bad(setting, "a list that names each currency once");
            }
        }
        return Map.copyOf(rates);
    }

    Duration duration(String key, ChronoUnit unit, long least, long most) {
        return Duration.of(longInteger(key, least, most), unit);
    }

    Path path(String key) {
        return path(setting(key));
    }

    /** @param otherwise where the key is empty */
    Path path(String key, Path otherwise) {
        return text(key).isEmpty() ? otherwise : path(setting(key));
    }

    static boolean isCurrency(String text) {
        return text.matches("[A-Z]{3}");
    }

    private static Path path(Setting setting) {
        if (setting.value().isEmpty()) {
            throw bad(setting, "a folder");
        }
        try {
            return Path.of(setting.value());
        } catch (InvalidPathException e) {
            throw bad(setting, "a folder");
        }
    }

    private static BigDecimal decimal(Setting setting, String text, BigDecimal above, BigDecimal most) {
        String rule = "a number above " + above.toPlainString() + ", at most " + most.toPlainString();
        if (!text.matches("-?[0-9]{1,20}(\\.[0-9]{1,20})?")) {
            throw bad(setting, rule);
        }
        BigDecimal value = new BigDecimal(text);
        if (value.compareTo(above) <= 0 || value.compareTo(most) > 0) {
            throw bad(setting, rule);
        }
        return value;
    }

    private Setting setting(String key) {
        Setting setting = settings.get(key);
        if (setting == null) {
            throw new IllegalStateException(key + " has no default in " + SettingsSources.DEFAULTS);
        }
        read.add(key);
        return setting;
    }

    private static SettingsException bad(Setting setting, String rule) {
        return new SettingsException(setting.key() + " must be " + rule + ", found '" + setting.shownValue() + "' ("
                + setting.origin() + ").");
    }
}
