package io.cohortroi.runtime.cli;

import io.cohortroi.runtime.importer.ProgressListener;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far long work is. On a terminal one line is rewritten five times a second; elsewhere a line is written every
 * five seconds. Rate and time left are means over the phase so far:
 *
 * <pre>publishing events  [#######.............]  37 %  283,000 of 765,692  41,200/s  12 s left</pre>
 */
public final class ProgressBar implements ProgressListener, AutoCloseable {
    private static final int WIDTH = 20;
    private static final long TERMINAL_EVERY_NANOS = Duration.ofMillis(200).toNanos();
    private static final long LINE_EVERY_NANOS = Duration.ofSeconds(5).toNanos();

    private final PrintWriter out;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private String phase = "";
    private long began;
    private long firstDone;
    private long lastShown;
    private int shownLength;

    /**
     * @param out where people look; not where results go
     * @param terminal whether a line can be rewritten there
     * @param nanoTime a clock that only goes forward, such as {@code System::nanoTime}
     */
    public ProgressBar(PrintWriter out, boolean terminal, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    /** For a program run by a person or a script. */
    public static ProgressBar of(PrintWriter out) {
        return new ProgressBar(out, isTerminal(), System::nanoTime);
    }

    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From Java 22 on there is always a console, and this method, which Java 17 does not have.
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    @Override
    public void progress(String newPhase, long done, long total) {
        long now = nanoTime.getAsLong();
        boolean begins = !newPhase.equals(phase);
        if (begins) {
            endLine();
            phase = newPhase;
            began = now;
            lastShown = now;
            firstDone = done;
        }
        boolean ends = done >= total;
        long every = terminal ? TERMINAL_EVERY_NANOS : LINE_EVERY_NANOS;
        if (ends || (begins && terminal) || now - lastShown >= every) {
            lastShown = now;
            show(line(done, total, now - began));
        }
    }

    /** Ends the line, so that what is printed next begins on its own. */
    @Override
    public void close() {
        endLine();
        phase = "";
    }

    private String line(long done, long total, long nanos) {
        double share = total == 0 ? 1 : Math.min(1, (double) done / total);
        double rate = nanos == 0 ? 0 : (done - firstDone) * 1e9 / nanos;
        String bar = "#".repeat((int) (share * WIDTH)) + ".".repeat(WIDTH - (int) (share * WIDTH));
        String text =
                String.format(Locale.ROOT, "%s  [%s] %3d %%  %,d of %,d", phase, bar, (int) (share * 100), done, total);
        if (rate < 1) {
            return text;
        }
        String end = done >= total ? "in " + time(nanos / 1e9) : time((total - done) / rate) + " left";
        return text + String.format(Locale.ROOT, "  %,d/s  %s", Math.round(rate), end);
    }

    private static String time(double seconds) {
        long whole = (long) Math.ceil(seconds);
        return whole < 120
                ? whole + " s"
                : whole < 7200 ? (whole + 59) / 60 + " min" : String.format(Locale.ROOT, "%.1f h", whole / 3600.0);
    }

    private void show(String line) {
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, shownLength - line.length())));
            shownLength = line.length();
        } else {
            out.println(line);
        }
        out.flush();
    }

    private void endLine() {
        if (shownLength > 0) {
            out.println();
            out.flush();
            shownLength = 0;
        }
    }
}
