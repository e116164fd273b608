package io.cohortroi.planted.runtime.http;

final class CountsInAStatic {

    private static int count;

    private CountsInAStatic() {}

    static int next() {
        return ++count;
    }
}
