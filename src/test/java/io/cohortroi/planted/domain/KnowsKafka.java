package io.cohortroi.planted.domain;

import org.apache.kafka.common.TopicPartition;

record KnowsKafka(TopicPartition partition) {}
