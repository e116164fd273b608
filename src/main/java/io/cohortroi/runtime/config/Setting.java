package io.cohortroi.runtime.config;

/**
 * One key as it stands.
 *
 * @param origin for a person: {@code default}, {@code file /etc/roi.properties}, {@code environment COHORT_ROI_PREFIX} or
 *     {@code --set}
 */
public record Setting(String key, String value, String origin) {

    /** Safe to print: secrets are stars. */
    public String shownValue() {
        return KafkaSettings.isSecret(key) || key.equals("http.token") || key.equals("erasure.key")
                ? Secret.mask(value)
                : value;
    }

    @Override
    public String toString() {
        return key + "=" + shownValue() + " (" + origin + ")";
    }
}
