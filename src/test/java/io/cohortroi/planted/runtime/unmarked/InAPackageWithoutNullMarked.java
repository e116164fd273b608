package io.cohortroi.planted.runtime.unmarked;

/** Its package has no {@code package-info.java}. */
public final class InAPackageWithoutNullMarked {}
