package io.cohortroi.runtime.config;

/**
 * The broker that {@code demo} and {@code analyze} start in their own process.
 *
 * @param port on 127.0.0.1; 0 for any free one
 * @param durable flush every record to disk before acknowledging it
 */
public record BrokerSettings(int port, boolean durable) {

    static BrokerSettings read(Values values) {
        return new BrokerSettings(values.integer("broker.port", 0, 65_535), values.flag("broker.durable"));
    }
}
