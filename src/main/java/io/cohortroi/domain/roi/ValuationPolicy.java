package io.cohortroi.domain.roi;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * What a company has decided about money.
 *
 * @param defaultCapabilityValue worth of one capability that neither workflow nor components value, in major units
 * @param currency ISO 4217 code of all recorded money
 * @param minorDigits decimals of the currency's minor unit: 2 for EUR, 0 for JPY
 * @param rates major units of {@code currency} per major unit of another currency
 */
public record ValuationPolicy(
        BigDecimal defaultCapabilityValue, String currency, int minorDigits, Map<String, BigDecimal> rates) {
    public ValuationPolicy {
        rates = Map.copyOf(rates);
    }

    public boolean accepts(String code) {
        return code.equals(currency) || rates.containsKey(code);
    }

    /** An amount of that currency in {@code currency}, rounded once, half-up, to minor units. */
    public BigDecimal money(BigDecimal amount, String code) {
        return amount.multiply(rateOf(code)).setScale(minorDigits, RoundingMode.HALF_UP);
    }

    private BigDecimal rateOf(String code) {
        if (code.equals(currency)) {
            return BigDecimal.ONE;
        }
        BigDecimal rate = rates.get(code);
        if (rate == null) {
            throw new IllegalArgumentException("no rate is configured for currency " + code);
        }
        return rate;
    }
}
