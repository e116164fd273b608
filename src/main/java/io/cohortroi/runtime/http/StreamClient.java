package io.cohortroi.runtime.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * One viewer of the event stream. Frames wait in a bounded queue and are written when the connection takes them, so no
 * thread ever waits for a slow viewer; one whose queue is full is let go, reconnects and gets a fresh snapshot.
 */
final class StreamClient implements WriteListener {
    private static final int MAX_WAITING_BYTES = 4 << 20;

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Consumer<StreamClient> onGone;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean writable;
    private boolean flushDue;
    private boolean gone;

    StreamClient(AsyncContext context, Consumer<StreamClient> onGone) throws IOException {
        this.context = context;
        this.out = context.getResponse().getOutputStream();
        this.onGone = onGone;
    }

    /** Lets the container say when the connection takes bytes; nothing is written before. */
    void open() {
        out.setWriteListener(this);
    }

    /** Queues a frame; the same bytes are shared by all viewers. */
    synchronized void offer(byte[] frame) {
        if (gone) {
            return;
        }
        if (waitingBytes + frame.length > MAX_WAITING_BYTES && !waiting.isEmpty()) {
            end();
            return;
        }
        waiting.add(frame);
        waitingBytes += frame.length;
    }

    /** Writes what the connection takes now; the container calls back for the rest. */
    synchronized void drain() {
        try {
            while (writable && !gone && out.isReady()) {
                byte[] frame = waiting.poll();
                if (frame != null) {
                    waitingBytes -= frame.length;
                    flushDue = true;
                    out.write(frame);
                } else if (flushDue) {
                    flushDue = false;
                    out.flush();
                } else {
                    return;
                }
            }
        } catch (IOException | IllegalStateException e) {
            end();
        }
    }

    synchronized void end() {
        if (!gone) {
            gone = true;
            waiting.clear();
            onGone.accept(this);
            try {
                context.complete();
            } catch (IllegalStateException e) {
                waiting.clear(); // the container has completed it already
            }
        }
    }

    @Override
    public synchronized void onWritePossible() {
        writable = true;
        drain();
    }

    @Override
    public void onError(Throwable failure) {
        end();
    }
}
