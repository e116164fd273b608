package io.cohortroi.planted.runtime.http;

import org.apache.kafka.server.common.MetadataVersion;

public record StartsABroker(MetadataVersion version) {}
