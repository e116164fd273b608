package io.cohortroi.runtime.analyze;

import java.util.LinkedHashMap;
import java.util.Map;

/** How long each phase of a run took. */
final class Timing {
    private static final double NANOS = 1e9;

    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private long began = System.nanoTime();

    void end(String phase) {
        long now = System.nanoTime();
        seconds.put(phase, Math.round((now - began) / NANOS * 1000) / 1000.0);
        began = now;
    }

    Map<String, Double> seconds() {
        return seconds;
    }
}
