package io.cohortroi.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Ages the producers of a program that is stopped: each transaction takes one of the 32,767 epochs of a producer id, and
 * the broker gives the next id when they are used up. Burning all but a few lets the program itself meet the rollover.
 */
final class EpochBurner {
    private static final String SCRATCH = "epochs";
    private static final int LEFT = 40;
    private static final Pattern PROCESS = Pattern.compile("\"processId\":\"([^\"]+)\"");

    private EpochBurner() {}

    static void burn(String bootstrap, Path state) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(SCRATCH, 1, (short) 1)))
                    .all()
                    .get();
            Matcher process = PROCESS.matcher(
                    Files.readString(state.resolve("cohort-roi").resolve("kafka-streams-process-metadata")));
            if (!process.find()) {
                throw new AssertionError("the state folder does not name its process");
            }
            for (int thread = 1; thread <= 2; thread++) {
                burn(bootstrap, admin, "cohort-roi-" + process.group(1) + "-" + thread);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static void burn(String bootstrap, Admin admin, String transactionalId)
            throws InterruptedException, ExecutionException {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "transactional.id", transactionalId),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            int epoch = epochOf(admin, transactionalId);
            while (epoch < Short.MAX_VALUE - LEFT) {
                producer.beginTransaction();
                Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(SCRATCH, new byte[1]));
                producer.commitTransaction();
                sent.get();
                epoch++;
            }
            int reached = epochOf(admin, transactionalId);
            if (reached < Short.MAX_VALUE - 2 * LEFT) {
                throw new AssertionError(transactionalId + " is at epoch " + reached + ", expected " + epoch);
            }
        }
    }

    private static int epochOf(Admin admin, String transactionalId) throws InterruptedException, ExecutionException {
        return admin.describeTransactions(List.of(transactionalId))
                .all()
                .get()
                .get(transactionalId)
                .producerEpoch();
    }
}
