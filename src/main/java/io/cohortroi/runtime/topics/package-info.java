/**
 * The topics of the public contract, and the cluster they live on. {@link io.cohortroi.runtime.topics.TopicCatalog} reads
 * {@code topics/asyncapi.yaml} from the class path; {@link io.cohortroi.runtime.topics.TopicAdmin} creates what is missing,
 * and says in one sentence each what does not match. Nothing here ever deletes a topic or a record.
 */
@NullMarked
package io.cohortroi.runtime.topics;

import org.jspecify.annotations.NullMarked;
