package io.cohortroi.runtime.streams;

import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.config.StreamSettings;
import io.cohortroi.topology.error.Quarantine;
import io.cohortroi.topology.error.QuarantiningHandler;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.UsePartitionTimeOnInvalidTimestamp;

/** The settings of a Kafka Streams client of this program. */
final class StreamsProperties {
    private static final int MAX_REQUEST_BYTES = 5 * 1024 * 1024;
    private static final int MAX_COMPACTION_LAG_MS = 86_400_000;
    private static final int SESSION_TIMEOUT_MS = 6_000;
    private static final int HEARTBEAT_MS = 1_500;
    private static final int METADATA_MAX_AGE_MS = 30_000;

    private StreamsProperties() {}

    /** @param application the name of the application, without prefix */
    static Properties of(
            Settings settings, String application, int threads, RocksMemory memory, Quarantine quarantine) {
        StreamSettings streams = settings.streams();
        Properties config = new Properties();
        config.putAll(settings.kafka().clientProperties());
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.kafka().prefix() + application);
        config.put(
                StreamsConfig.STATE_DIR_CONFIG,
                streams.stateDir().toAbsolutePath().toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, streams.processingGuarantee());
        config.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                streams.commitInterval().toMillis());
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, streams.standbyReplicas());
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, streams.cacheMaxBytes());
        config.put(
                StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) settings.kafka().replicationFactor());
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        config.put("processing.exception.handler.global.enabled", true);
        config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, QuarantiningHandler.class);
        config.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, QuarantiningHandler.class);
        config.put(Quarantine.CONFIG, quarantine);
        config.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, UsePartitionTimeOnInvalidTimestamp.class);
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksMemory.Setter.class);
        config.put(RocksMemory.CONFIG, memory);
        // An event a few hours ahead is valid; with CreateTime the broker would refuse its changelog record.
        config.put(StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG), "LogAppendTime");
        // State of one learner is bounded, but not by what a broker takes by default.
        config.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), MAX_REQUEST_BYTES);
        // What an erased learner left in a changelog has an end date, however little is written after it.
        config.put(StreamsConfig.topicPrefix(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG), MAX_COMPACTION_LAG_MS);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_REQUEST_BYTES);
        config.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MS);
        config.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), HEARTBEAT_MS);
        config.put(StreamsConfig.consumerPrefix(ConsumerConfig.METADATA_MAX_AGE_CONFIG), METADATA_MAX_AGE_MS);
        return config;
    }
}
