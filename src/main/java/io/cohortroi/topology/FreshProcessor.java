package io.cohortroi.topology;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Makes a new processor whenever its task is opened. After an aborted transaction Kafka Streams may roll a task back and
 * open it again with the processor objects it had, and what those remember is of a transaction that never was.
 */
final class FreshProcessor<KI, VI, KO, VO> implements Processor<KI, VI, KO, VO> {
    private final ProcessorSupplier<KI, VI, KO, VO> supplier;
    private @Nullable Processor<KI, VI, KO, VO> current;

    private FreshProcessor(ProcessorSupplier<KI, VI, KO, VO> supplier) {
        this.supplier = supplier;
    }

    static <KI, VI, KO, VO> ProcessorSupplier<KI, VI, KO, VO> of(ProcessorSupplier<KI, VI, KO, VO> supplier) {
        return () -> new FreshProcessor<>(supplier);
    }

    @Override
    public void init(ProcessorContext<KO, VO> context) {
        current = supplier.get();
        current.init(context);
    }

    @Override
    public void process(Record<KI, VI> record) {
        if (current == null) {
            throw new IllegalStateException("a processor is initialised before it processes");
        }
        current.process(record);
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
