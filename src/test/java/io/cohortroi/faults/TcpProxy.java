package io.cohortroi.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line between clients and one server on loopback that can be cut. */
final class TcpProxy implements AutoCloseable {
    /** What the line does with bytes and new connections. */
    enum Line {
        OPEN,
        /** Connections stay, nothing comes through, nothing is lost: a long delay. */
        HANGS,
        /** Requests arrive, answers do not; whoever asked waits. */
        HALF_OPEN,
        /** New connections are closed at once. */
        REFUSES
    }

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final ServerSocket listener;
    private final int target;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Object change = new Object();
    private volatile Line line = Line.OPEN;

    private TcpProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    static TcpProxy start(int port, int target) {
        try {
            TcpProxy proxy = new TcpProxy(new ServerSocket(port, 50, LOOPBACK), target);
            daemon(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends every connection there is with a reset. */
    void cut() {
        connections.forEach(Connection::reset);
    }

    void set(Line next) {
        Line before = line;
        synchronized (change) {
            line = next;
            change.notifyAll();
        }
        if (before == Line.HALF_OPEN) {
            // Bytes were swallowed: nothing that comes later may be seen, as TCP has no gaps.
            cut();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException closedOrNext) {
                Thread.onSpinWait();
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server;
        try {
            if (line == Line.REFUSES) {
                throw new IOException("refused");
            }
            server = new Socket(LOOPBACK, target);
        } catch (IOException nobodyThere) {
            client.close();
            return;
        }
        Connection connection = new Connection(client, server);
        connections.add(connection);
        daemon(() -> connection.pump(client, server, false));
        daemon(() -> connection.pump(server, client, true));
    }

    private void awaitFlow() throws InterruptedException {
        synchronized (change) {
            while (line == Line.HANGS) {
                change.wait();
            }
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }

    private final class Connection {
        final Socket client;
        final Socket server;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void pump(Socket from, Socket to, boolean isAnswer) {
            byte[] buffer = new byte[64 * 1024];
            boolean swallowed = false;
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    awaitFlow();
                    swallowed |= isAnswer && line == Line.HALF_OPEN;
                    if (!swallowed) {
                        out.write(buffer, 0, read);
                    }
                }
            } catch (IOException closed) {
                // Either side went away, and the other is told below.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            reset();
        }

        void reset() {
            connections.remove(this);
            for (Socket socket : new Socket[] {client, server}) {
                try {
                    socket.setSoLinger(true, 0);
                    socket.close();
                } catch (IOException alreadyClosed) {
                    // That is what is wanted.
                }
            }
        }
    }
}
