package io.cohortroi.runtime.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds out about a port before Kafka binds it, so that a taken one is a sentence and not a stack trace. */
final class LoopbackPort {

    private LoopbackPort() {}

    /**
     * @param port 0 for any free one, else 1 to 65535
     * @return the port, free a moment ago
     * @throws BrokerStartException if the port is taken
     */
    static int probe(int port, String purpose) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BrokerStartException(
                    "Port " + port + " (" + purpose + ") is taken by another program (" + e.getMessage()
                            + "). Stop that one, or choose another port; 0 picks a free one.",
                    e);
        }
    }
}
