package io.cohortroi.runtime.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One block cache and one write-buffer budget for all stores of the process: off-heap memory is bounded by
 * {@code budget} bytes, however many partitions are assigned.
 */
public final class RocksMemory {
    /** Where {@link Setter} finds the instance in the streams configuration. */
    public static final String CONFIG = "cohort-roi.rocksdb.memory";

    private static final int FILTER_BITS = 10;
    private static final long BLOCK_BYTES = 16 * 1024;

    private final Cache cache;
    private final WriteBufferManager buffers;
    private final long writeBufferBytes;

    /**
     * @param budget bytes for blocks and write buffers together
     * @param writeBufferBytes that one store partition collects before it writes them to disk
     */
    public RocksMemory(long budget, long writeBufferBytes) {
        RocksDB.loadLibrary();
        this.cache = new LRUCache(budget);
        this.buffers = new WriteBufferManager(budget / 2, cache);
        this.writeBufferBytes = writeBufferBytes;
    }

    private void apply(Options options) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(cache);
        table.setCacheIndexAndFilterBlocks(true);
        table.setPinTopLevelIndexAndFilter(true);
        table.setBlockSize(BLOCK_BYTES);
        table.setFilterPolicy(new BloomFilter(FILTER_BITS));
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(buffers);
        options.setWriteBufferSize(writeBufferBytes);
    }

    /** Created by Kafka Streams for every store. */
    public static final class Setter implements RocksDBConfigSetter {
        @Override
        public void setConfig(String storeName, Options options, Map<String, Object> configs) {
            if (configs.get(CONFIG) instanceof RocksMemory memory) {
                memory.apply(options);
            }
        }

        @Override
        public void close(String storeName, Options options) {
            // The cache and the buffers belong to the process, not to a store.
        }
    }
}
