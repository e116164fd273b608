package io.cohortroi.planted.domain;

import java.time.Instant;

final class LooksAtTheClock {

    private LooksAtTheClock() {}

    static Instant now() {
        return Instant.now();
    }
}
