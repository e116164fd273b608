package io.cohortroi.runtime.simulator;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Chance that can be asked again: the same seed, purpose and numbers throw the same sequence, on every platform. What
 * happens to one learner on one day therefore depends on nothing that was drawn before.
 */
final class Dice {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final Random random;

    private Dice(long mixed) {
        this.random = new Random(mixed);
    }

    static Dice of(long seed, String purpose, long... numbers) {
        long mixed = mix(seed ^ mix(purpose.hashCode()));
        for (long number : numbers) {
            mixed = mix(mixed + GOLDEN * (number + 1));
        }
        return new Dice(mixed);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** A whole number, both ends included. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    double between(double least, double most) {
        return least + (most - least) * random.nextDouble();
    }

    /** Whole seconds, both ends included. */
    Duration between(Duration least, Duration most) {
        return least.plusSeconds(
                (long) (random.nextDouble() * (most.minus(least).toSeconds() + 1)));
    }

    double gaussian() {
        return random.nextGaussian();
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** An index, as often as its weight says. */
    int weighted(List<Integer> weights) {
        int left = random.nextInt(weights.stream().mapToInt(Integer::intValue).sum());
        int index = 0;
        while (left >= weights.get(index)) {
            left -= weights.get(index++);
        }
        return index;
    }

    <T> void shuffle(List<T> list) {
        Collections.shuffle(list, random);
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
