/** What a person may set, and what ships with the program: files and environment are read here and nowhere else. */
@NullMarked
package io.cohortroi.runtime.config;

import org.jspecify.annotations.NullMarked;
