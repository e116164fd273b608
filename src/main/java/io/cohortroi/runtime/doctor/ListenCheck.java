package io.cohortroi.runtime.doctor;

import io.cohortroi.runtime.config.ListenSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Whether the addresses that the program will listen on are free, and not open to the network by mistake. */
final class ListenCheck {

    private static final String LOOPBACK = "127.0.0.1";

    private ListenCheck() {}

    static Check http(ListenSettings http) {
        try {
            InetAddress[] addresses = InetAddress.getAllByName(http.host());
            for (InetAddress address : addresses) {
                if (!address.isLoopbackAddress() && http.token().isEmpty()) {
                    return Check.fail(
                            "http.host",
                            http.host() + " is open to the network and there is no http.token",
                            "Set http.token, or listen on " + LOOPBACK + ".");
                }
            }
            return free("http.port", addresses[0], http.port());
        } catch (UnknownHostException e) {
            return Check.fail("http.host", http.host() + " is not known to this machine", "Set another http.host.");
        }
    }

    static Check broker(int port) {
        return free("broker.port", InetAddress.getLoopbackAddress(), port);
    }

    private static Check free(String setting, InetAddress address, int port) {
        if (port == 0) {
            return Check.ok(setting, "any free port");
        }
        try (ServerSocket socket = new ServerSocket(port, 1, address)) {
            return Check.ok(setting, socket.getLocalPort() + " is free");
        } catch (IOException e) {
            return Check.fail(
                    setting,
                    port + " on " + address.getHostAddress() + " cannot be used (" + e.getMessage() + ")",
                    "Stop what uses it, or set another " + setting + "; 0 takes a free one.");
        }
    }
}
