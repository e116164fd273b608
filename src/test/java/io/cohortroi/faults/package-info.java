/**
 * Faults on real processes: broker and program each in a process of its own, a load whose right outcome is known, and
 * what breaks processes in real life. {@code FaultRig} is one such set-up, {@code FaultRow} says what is done to it, and
 * {@code Judge} compares what is left behind with the oracle of the simulation.
 */
package io.cohortroi.faults;
