package io.cohortroi.planted.domain;

import java.util.Random;

final class ThrowsDice {

    private ThrowsDice() {}

    static int roll() {
        return new Random().nextInt();
    }
}
