/**
 * Files become events. A {@link io.cohortroi.runtime.importer.Source} reads and checks a folder, maps its rows to the
 * values of the public topics and puts them in event-time order; the {@link io.cohortroi.runtime.importer.Importer}
 * publishes that order to Kafka, resumably. A row that breaks a rule is a {@link io.cohortroi.runtime.importer.Rejection}
 * with its place, never an exception; an {@link io.cohortroi.runtime.importer.ImportException} means that nothing could
 * be done. To add a format, implement {@code Source} beside {@code OuladSource}.
 */
@NullMarked
package io.cohortroi.runtime.importer;

import org.jspecify.annotations.NullMarked;
