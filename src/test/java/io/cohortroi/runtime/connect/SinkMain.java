package io.cohortroi.runtime.connect;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A process that does nothing but run the sink until it is killed, or until its standard input ends. */
final class SinkMain {
    private SinkMain() {}

    /** Arguments: bootstrap servers, then {@code key=value} of the connector's configuration. */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> connector = new HashMap<>();
        for (int i = 1; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            connector.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
        }
        EmbeddedConnect connect = EmbeddedConnect.start(Map.of("bootstrap.servers", arguments[0]), connector);
        System.out.println("STARTED");
        CountDownLatch ended = new CountDownLatch(1);
        Thread reader = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {}
            } catch (IOException e) {
                System.err.println("standard input: " + e.getMessage());
            } finally {
                ended.countDown();
            }
        });
        reader.setDaemon(true);
        reader.start();
        ended.await();
        EmbeddedConnect.Status status = connect.status();
        connect.close();
        System.exit(status.isFailed() ? 1 : 0);
    }
}
