package io.cohortroi.runtime.evaluate;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** One run of an OULAD module: {@code BBB 2013B} starts on 1 February 2013 and takes 240 days. */
record Presentation(String module, String code, int days) {
    String name() {
        return module + " " + code;
    }

    String cohort() {
        return "cohort-" + module;
    }

    /** The end of the day at which {@code percent} of the course has passed: 40 % of 240 days is the end of day 96. */
    Instant at(int percent) {
        int year = Integer.parseInt(code.substring(0, 4));
        LocalDate start = LocalDate.of(year, code.endsWith("J") ? 10 : 2, 1);
        return start.atStartOfDay().toInstant(ZoneOffset.UTC).plus(Duration.ofDays(days * percent / 100 + 1));
    }
}
