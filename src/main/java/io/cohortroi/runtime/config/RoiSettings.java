package io.cohortroi.runtime.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * What the meaning of the stream leaves to configuration.
 *
 * @param capabilityDefaultValue of one capability in major units of {@code currency}, above 0
 * @param currency ISO 4217
 * @param currencyRates worth of one unit of a foreign currency in {@code currency}; {@code currency} itself is not in it
 * @param waitingLimit event time that a completion waits for its learner
 * @param lateGrace behind a partition's newest event, after which an event is listed as late too
 * @param activityHorizon behind a learner's newest event, for which activity ids are kept
 * @param futureLimit that an event may be ahead of its record's append time
 * @param ledgerClosing after the end of a month, in which entries of the finance ledger for it are not yet late
 * @param recalibrates whether a confirmed drift writes a new version of the baseline by itself
 * @param erasureKey that the ids of erased learners are hashed with, the same on every instance
 */
public record RoiSettings(
        BigDecimal capabilityDefaultValue,
        String currency,
        Map<String, BigDecimal> currencyRates,
        Duration waitingLimit,
        Duration lateGrace,
        Duration activityHorizon,
        Duration futureLimit,
        Duration ledgerClosing,
        boolean recalibrates,
        Secret erasureKey) {

    public RoiSettings {
        currencyRates = Map.copyOf(currencyRates);
    }

    static RoiSettings read(Values values) {
        String currency = values.text("currency", Values::isCurrency, "an ISO 4217 code such as EUR");
        return new RoiSettings(
                values.decimal("capability.default.value", BigDecimal.ZERO, new BigDecimal(1_000_000_000)),
                currency,
                foreignRates(values, currency),
                values.duration("waiting.limit.days", ChronoUnit.DAYS, 1, 365),
                values.duration("late.grace.days", ChronoUnit.DAYS, 0, 365),
                values.duration("activity.horizon.days", ChronoUnit.DAYS, 1, 3650),
                values.duration("future.limit.hours", ChronoUnit.HOURS, 1, 8760),
                values.duration("ledger.closing.days", ChronoUnit.DAYS, 0, 365),
                values.flag("calibration.automatic"),
                new Secret(values.text("erasure.key", key -> !key.isEmpty(), "a secret of at least 1 character")));
    }

    private static Map<String, BigDecimal> foreignRates(Values values, String currency) {
        Map<String, BigDecimal> rates = values.rates("currency.rates");
        if (rates.containsKey(currency)) {
            throw new SettingsException("currency.rates must not name " + currency + ", which is currency itself.");
        }
        return rates;
    }
}
