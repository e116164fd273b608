package io.cohortroi.planted.topology;

final class KnowsTheTime {

    private KnowsTheTime() {}

    static long millis() {
        return System.currentTimeMillis();
    }
}
