/**
 * One running instance: topics, stream engine, sink, views and HTTP, started in that order against a cluster and stopped
 * the other way round. {@code run} and {@code demo} are the same instance; {@code demo} brings a broker and a company.
 */
@NullMarked
package io.cohortroi.runtime.instance;

import org.jspecify.annotations.NullMarked;
