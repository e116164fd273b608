package io.cohortroi.connect;

import io.cohortroi.connect.file.SinkFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/** The configuration of the connector; the documentation of a key is the text beside it. */
public final class JsonlSinkConfig extends AbstractConfig {
    public static final String DIRECTORY = "directory";
    public static final String TOPIC_FOLDERS = "topic.folders";
    public static final String LAYOUT = "layout";
    public static final String ROTATE_BYTES = "rotate.bytes";
    public static final String ROTATE_LINES = "rotate.lines";
    public static final String ROTATE_RECORD_TIME_MS = "rotate.record.time.ms";
    public static final String COMPRESSION = "compression";
    public static final String FINISH_ON_CLOSE = "finish.on.close";
    public static final String ERASE_KEY_FIELD = "erase.key.field";
    public static final String RETRY_TIMEOUT_MS = "retry.timeout.ms";
    public static final String WORKER_READS_COMMITTED = "worker.reads.committed";

    static final String LAYOUT_FLAT = "flat";
    static final String LAYOUT_DATE = "date";
    static final String COMPRESSION_NONE = "none";
    static final String COMPRESSION_GZIP = "gzip";
    static final long DAY_MS = Duration.ofDays(1).toMillis();

    private static final String FILES = "Files";
    private static final String READING = "Reading";

    public JsonlSinkConfig(Map<String, String> properties) {
        super(definition(), properties, false);
    }

    public static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        DIRECTORY,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "An existing folder on a local disk that all tasks share.",
                        FILES,
                        1,
                        ConfigDef.Width.LONG,
                        "Folder")
                .define(
                        TOPIC_FOLDERS,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "Whether every topic gets a sub-folder of its own name. File names carry the topic either way.",
                        FILES,
                        2,
                        ConfigDef.Width.SHORT,
                        "A folder for each topic")
                .define(
                        LAYOUT,
                        ConfigDef.Type.STRING,
                        LAYOUT_FLAT,
                        ValidString.in(LAYOUT_FLAT, LAYOUT_DATE),
                        Importance.MEDIUM,
                        "flat: all files of a topic in one folder. date: in sub-folders named by the UTC date of the"
                                + " first record's time, such as 2026-01-31.",
                        FILES,
                        3,
                        ConfigDef.Width.SHORT,
                        "Layout")
                .define(
                        ROTATE_BYTES,
                        ConfigDef.Type.LONG,
                        64L << 20,
                        Range.between(1, 1L << 40),
                        Importance.MEDIUM,
                        "Bytes of lines (before compression) a file is not to exceed; a larger line gets a file of its"
                                + " own.",
                        FILES,
                        4,
                        ConfigDef.Width.MEDIUM,
                        "Bytes a file")
                .define(
                        ROTATE_LINES,
                        ConfigDef.Type.LONG,
                        1_000_000L,
                        Range.atLeast(1),
                        Importance.MEDIUM,
                        "Lines after which a file is finished.",
                        FILES,
                        5,
                        ConfigDef.Width.MEDIUM,
                        "Lines a file")
                .define(
                        ROTATE_RECORD_TIME_MS,
                        ConfigDef.Type.LONG,
                        DAY_MS,
                        Range.atLeast(1),
                        Importance.MEDIUM,
                        "Milliseconds of record time one file covers, counted in whole windows from 1970-01-01 UTC. The"
                                + " next file begins with the first record of a later window; the clock on the wall"
                                + " finishes no file.",
                        FILES,
                        6,
                        ConfigDef.Width.MEDIUM,
                        "Record time a file (ms)")
                .define(
                        COMPRESSION,
                        ConfigDef.Type.STRING,
                        COMPRESSION_NONE,
                        ValidString.in(COMPRESSION_NONE, COMPRESSION_GZIP),
                        Importance.LOW,
                        "gzip: a file is compressed when it is finished. The open file never is.",
                        FILES,
                        7,
                        ConfigDef.Width.SHORT,
                        "Compression")
                .define(
                        FINISH_ON_CLOSE,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Finish the open files when the task gives its partitions up, at every stop and rebalance. Without"
                                + " it the next owner goes on with them.",
                        FILES,
                        8,
                        ConfigDef.Width.SHORT,
                        "Finish files at close")
                .define(
                        ERASE_KEY_FIELD,
                        ConfigDef.Type.STRING,
                        "learner_id",
                        Importance.MEDIUM,
                        "The text field that names the person of a line. A record with a null value takes the lines"
                                + " whose field equals its key out of all files of its partition. Empty: records with a"
                                + " null value are passed over.",
                        READING,
                        1,
                        ConfigDef.Width.MEDIUM,
                        "Field to erase by")
                .define(
                        RETRY_TIMEOUT_MS,
                        ConfigDef.Type.LONG,
                        Duration.ofMinutes(10).toMillis(),
                        Range.atLeast(0),
                        Importance.LOW,
                        "Milliseconds a partition that cannot be written (disk full, I/O error, held by another task) is"
                                + " tried again before the task fails. The position never moves meanwhile.",
                        READING,
                        2,
                        ConfigDef.Width.MEDIUM,
                        "Retry for (ms)")
                .define(
                        WORKER_READS_COMMITTED,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.MEDIUM,
                        "Set to true when the worker itself is configured with consumer.isolation.level=read_committed;"
                                + " else the connector needs consumer.override.isolation.level=read_committed. Connect"
                                + " reads uncommitted by default, and aborted records would become lines.",
                        READING,
                        3,
                        ConfigDef.Width.SHORT,
                        "Worker reads committed");
    }

    Path directory() {
        return Path.of(getString(DIRECTORY));
    }

    long retryTimeoutMs() {
        return getLong(RETRY_TIMEOUT_MS);
    }

    SinkFiles files() {
        String eraseField = getString(ERASE_KEY_FIELD);
        return new SinkFiles(
                directory(),
                getBoolean(TOPIC_FOLDERS),
                getString(LAYOUT).equals(LAYOUT_DATE),
                getLong(ROTATE_BYTES),
                getLong(ROTATE_LINES),
                getLong(ROTATE_RECORD_TIME_MS),
                getString(COMPRESSION).equals(COMPRESSION_GZIP),
                getBoolean(FINISH_ON_CLOSE),
                eraseField.isEmpty() ? null : eraseField);
    }
}
