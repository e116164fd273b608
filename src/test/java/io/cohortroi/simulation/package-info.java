/**
 * The whole topology under seeded random actions, against a second program that says what has to come out. {@code
 * Scenario} makes the actions, {@code Oracle} looks at all of them at once, {@code SimulatedStream} runs them through
 * the real thing; all that the two say is compared as flat facts.
 */
package io.cohortroi.simulation;
