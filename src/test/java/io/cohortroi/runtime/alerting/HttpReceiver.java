package io.cohortroi.runtime.alerting;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cohortroi.runtime.query.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A webhook receiver that can be told to refuse, to hang, and to come back on the same port. */
final class HttpReceiver implements AutoCloseable {
    enum Mood {
        TAKES,
        ANSWERS_500,
        HANGS
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final List<ObjectNode> taken = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Mood mood = Mood.TAKES;

    private HttpReceiver(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/hook", this::handle);
        server.start();
    }

    /** @param port 0 for a free one */
    static HttpReceiver on(int port) throws IOException {
        return new HttpReceiver(port);
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/hook";
    }

    void is(Mood next) {
        mood = next;
    }

    int asked() {
        return asked.get();
    }

    /** The messages that were answered with 200, in order. */
    List<ObjectNode> taken() {
        return List.copyOf(taken);
    }

    /** {@code <alert id> <status> <n>} of every message taken. */
    List<String> told() {
        return taken().stream()
                .map(message -> message.path("alerts").path(0))
                .map(alert -> alert.path("fingerprint").asText() + " "
                        + alert.path("status").asText() + " "
                        + alert.path("annotations").path("n").asText())
                .toList();
    }

    List<String> tokens() {
        return List.copyOf(tokens);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.incrementAndGet();
            byte[] body = exchange.getRequestBody().readAllBytes();
            switch (mood) {
                case TAKES -> {
                    tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                    taken.add(Json.parseObject(body));
                    exchange.sendResponseHeaders(200, -1);
                }
                case ANSWERS_500 -> exchange.sendResponseHeaders(500, -1);
                case HANGS -> {
                    Thread.sleep(60_000);
                    exchange.sendResponseHeaders(200, -1);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
