package io.cohortroi.runtime.importer;

import java.util.Arrays;

/** A growing array of ints: four bytes a row, where a list of Integer would take twenty. */
final class IntColumn {
    private int[] values = new int[1024];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1));
        }
        values[size++] = value;
    }

    int get(int index) {
        return values[index];
    }

    int size() {
        return size;
    }
}
