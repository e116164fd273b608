package io.cohortroi.planted.runtime.http;

final class ReadsTheEnvironment {

    private ReadsTheEnvironment() {}

    static String home() {
        return System.getenv("HOME");
    }
}
