/**
 * Which training pays, live. {@code domain} decides, {@code topology} carries, {@code runtime} composes and
 * {@code connect} writes files; dependencies run one way, {@code runtime -> topology -> domain}, and
 * {@code connect} stands alone.
 */
package io.cohortroi;
