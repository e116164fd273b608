/**
 * What the log configuration ({@code logback.xml}) needs beyond what logback has. Nothing else in the program names logback;
 * everyone logs through SLF4J.
 */
@NullMarked
package io.cohortroi.runtime.logging;

import org.jspecify.annotations.NullMarked;
