/** The command line: one class a sub-command. What it prints is for people unless {@code --json} asks otherwise. */
@NullMarked
package io.cohortroi.runtime.cli;

import org.jspecify.annotations.NullMarked;
