package io.cohortroi.simulation;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorTopology;
import org.apache.kafka.streams.processor.internals.StreamTask;

/** What a test driver keeps to itself: its task, and where it stands in the topics. */
final class DriverTask {
    private final TopologyTestDriver driver;

    DriverTask(TopologyTestDriver driver) {
        this.driver = driver;
    }

    /** Places in topics are part of the state, so a reopened driver must not count from 0 again. */
    @SuppressWarnings("unchecked")
    Map<TopicPartition, AtomicLong> offsets() {
        return (Map<TopicPartition, AtomicLong>) field("offsetsByTopicOrPatternPartition");
    }

    /**
     * The steps that Kafka Streams takes after it aborted a transaction without losing the task: the same processors,
     * stores and schedules are closed and opened again.
     *
     * @param restore fills the stores, which are open and empty, with what was committed
     */
    void reopenAsAfterAnAbort(Runnable restore) {
        StreamTask task = (StreamTask) field("task");
        task.suspend();
        task.closeDirty();
        task.revive();
        task.initializeIfNeeded();
        restore.run();
        task.completeRestoration(partitions -> {});
    }

    /** A planted bug: from now on every processor is opened again with what it remembers. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    void keepProcessors() {
        for (ProcessorNode<?, ?, ?, ?> node : ((ProcessorTopology) field("processorTopology")).processors()) {
            Object processor = valueOf(ProcessorNode.class, "processor", node);
            if (processor != null && processor.getClass().getSimpleName().equals("FreshProcessor")) {
                Object current = valueOf(processor.getClass(), "current", processor);
                ProcessorSupplier<?, ?, ?, ?> kept = () -> (Processor) current;
                set(processor, "supplier", kept);
            }
        }
    }

    private Object field(String name) {
        return valueOf(TopologyTestDriver.class, name, driver);
    }

    private static Object valueOf(Class<?> type, String name, Object of) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(of);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type.getSimpleName() + " has no " + name, e);
        }
    }

    private static void set(Object of, String name, Object value) {
        try {
            Field field = of.getClass().getDeclaredField(name);
            field.setAccessible(true);
            field.set(of, value);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(of.getClass().getSimpleName() + " has no " + name, e);
        }
    }
}
