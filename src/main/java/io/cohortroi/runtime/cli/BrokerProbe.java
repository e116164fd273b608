package io.cohortroi.runtime.cli;

import io.cohortroi.runtime.config.SettingsException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether anything listens at a bootstrap address, asked before a Kafka client is made: a client retries and complains in
 * the log for as long as it is given, where one sentence at once says it all.
 */
final class BrokerProbe {
    private static final Pattern ADDRESS = Pattern.compile("(?:[A-Za-z_]+://)?\\[?([^\\[\\]]+)\\]?:([0-9]{1,5})");
    private static final int HIGHEST_PORT = 65_535;

    private BrokerProbe() {}

    /**
     * @param bootstrap as in {@link #complaint}
     * @param timeout as in {@link #complaint}
     * @throws SettingsException with the sentence
     */
    static void require(String bootstrap, Duration timeout) {
        complaint(bootstrap, timeout).ifPresent(complaint -> {
            throw new SettingsException(complaint);
        });
    }

    /**
     * One sentence where no address of the list accepts a connection; empty where one does, or where the list cannot be
     * read and the Kafka client will say so better.
     *
     * @param bootstrap {@code host:port}, several separated by commas
     * @param timeout for all addresses together
     */
    static Optional<String> complaint(String bootstrap, Duration timeout) {
        String[] addresses = bootstrap.split(",", -1);
        int each = (int) Math.max(1, timeout.toMillis() / addresses.length);
        List<String> refused = new ArrayList<>();
        for (String address : addresses) {
            Matcher parts = ADDRESS.matcher(address.strip());
            if (!parts.matches() || Integer.parseInt(parts.group(2)) > HIGHEST_PORT) {
                return Optional.empty();
            }
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(parts.group(1), Integer.parseInt(parts.group(2))), each);
                return Optional.empty();
            } catch (IOException closed) {
                refused.add(address.strip() + " (" + reason(closed) + ")");
            }
        }
        return Optional.of("No broker listens at " + String.join(", ", refused) + ".");
    }

    private static String reason(IOException closed) {
        return closed instanceof UnknownHostException ? "unknown host" : String.valueOf(closed.getMessage());
    }
}
