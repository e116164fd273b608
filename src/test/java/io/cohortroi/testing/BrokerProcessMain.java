package io.cohortroi.testing;

import io.cohortroi.runtime.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A broker in a process of its own, for {@link BrokerProcess}: folder, port, controller port and settings as
 * {@code key=value}. Prints {@value #READY} when clients can come; runs until it is signalled.
 */
public final class BrokerProcessMain {

    static final String READY = "broker-ready";

    private BrokerProcessMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> overrides = new HashMap<>();
        for (int i = 3; i < arguments.length; i++) {
            String[] setting = arguments[i].split("=", 2);
            overrides.put(setting[0], setting[1]);
        }
        EmbeddedBroker broker = EmbeddedBroker.start(new EmbeddedBroker.Config(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                false,
                overrides));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        System.out.println(READY);
        new CountDownLatch(1).await();
    }
}
