package io.cohortroi.topology.error;

import io.cohortroi.domain.roi.Place;
import io.cohortroi.topology.serde.StateSerde;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which input record made a processor throw or caused an output that no broker takes, and always lets the
 * thread die: going on would commit half of what the record did. The thread that replaces it starts from the last commit,
 * and {@link Quarantine} decides how often.
 */
public final class QuarantiningHandler implements ProcessingExceptionHandler, ProductionExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(QuarantiningHandler.class);

    private @Nullable Quarantine quarantine;

    @Override
    public void configure(Map<String, ?> configs) {
        quarantine = configs.get(Quarantine.CONFIG) instanceof Quarantine known ? known : null;
    }

    @Override
    public ProcessingExceptionHandler.Response handleError(
            ErrorHandlerContext context, Record<?, ?> record, Exception cause) {
        // A lost broker is no fault of the record, and state of another version is no fault of any record.
        if (!(cause instanceof KafkaException) && !(cause instanceof StateSerde.UnknownFormatException)) {
            blame(context, cause, false);
        }
        return ProcessingExceptionHandler.Response.fail();
    }

    @Override
    public ProductionExceptionHandler.Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception cause) {
        if (cause instanceof RecordTooLargeException) {
            blame(context, cause, true);
        }
        return ProductionExceptionHandler.Response.fail();
    }

    private void blame(ErrorHandlerContext context, Exception cause, boolean forGood) {
        if (quarantine == null || context.topic() == null || context.offset() < 0) {
            return;
        }
        Place place = new Place(context.topic(), context.partition(), context.offset());
        String what = cause.getClass().getSimpleName() + " in " + context.processorNodeId();
        if (forGood) {
            quarantine.condemn(place, what);
        } else {
            quarantine.failed(place, what);
        }
        log.error("The record at {} failed: {}.", place, what, cause);
    }
}
