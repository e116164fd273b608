package io.cohortroi.runtime.config;

import java.util.Set;

/**
 * One key as it stands.
 *
 * @param origin for a person: {@code default}, {@code file /etc/roi.properties}, {@code environment COHORT_ROI_PREFIX} or
 *     {@code --set}
 */
public record Setting(String key, String value, String origin) {
    private static final Set<String> SECRETS = Set.of("http.token", "http.tls.keystore.password", "erasure.key");

    /** Safe to print: secrets are stars. */
    public String shownValue() {
        return KafkaSettings.isSecret(key) || SECRETS.contains(key) ? Secret.mask(value) : value;
    }

    @Override
    public String toString() {
        return key + "=" + shownValue() + " (" + origin + ")";
    }
}
