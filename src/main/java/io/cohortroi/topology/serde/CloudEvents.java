package io.cohortroi.topology.serde;

import io.cohortroi.domain.stage.Rejection;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * CloudEvents 1.0 on the way in. In binary mode ({@code ce_*} headers) the value already is the plain form; in
 * structured mode ({@code content-type: application/cloudevents+json}) it stands under {@code data}.
 */
final class CloudEvents {
    private static final String STRUCTURED = "application/cloudevents+json";

    private CloudEvents() {}

    static Fields unwrap(Headers headers, Fields value) throws InvalidValueException {
        Header contentType = headers.lastHeader("content-type");
        if (contentType == null || contentType.value() == null) {
            return value;
        }
        String type = new String(contentType.value(), StandardCharsets.UTF_8);
        if (!type.startsWith(STRUCTURED)) {
            return value;
        }
        if (!"1.0".equals(value.text("specversion"))) {
            throw new InvalidValueException(Rejection.Code.INVALID, "specversion is 1.0");
        }
        Fields data = value.object("data");
        if (data == null) {
            throw new InvalidValueException(Rejection.Code.INVALID, "data is required in a structured CloudEvent");
        }
        return data;
    }
}
