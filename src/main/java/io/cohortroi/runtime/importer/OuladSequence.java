package io.cohortroi.runtime.importer;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * OULAD's events in event-time order; ties are learners, sessions, quizzes, completions, each in file order. The order
 * is one sorted array of longs, hour of event time (32 bits, signed), kind (2 bits), row (30 bits); an event is built
 * when it is asked for.
 */
final class OuladSequence implements EventSequence {
    private static final int KIND_SHIFT = 30;
    private static final int HOUR_SHIFT = 32;
    private static final int ROW_MASK = (1 << KIND_SHIFT) - 1;
    private static final int LEARNER = 0;
    private static final int SESSION = 1;
    private static final int QUIZ = 2;
    private static final int COMPLETION = 3;

    private final OuladEvents events;
    private final List<ImportedEvent> reference;
    private final long[] order;
    private final String fingerprint;

    OuladSequence(OuladEvents events, OuladRows rows, String fingerprint) {
        this.events = events;
        this.reference = events.reference();
        this.order = order(rows);
        this.fingerprint = fingerprint;
    }

    @Override
    public long size() {
        return (long) reference.size() + order.length;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    List<ImportedEvent> reference() {
        return reference;
    }

    @Override
    public Iterator<ImportedEvent> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size();
            }

            @Override
            public ImportedEvent next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("all " + size() + " events were given");
                }
                int index = next++;
                return index < reference.size() ? reference.get(index) : event(order[index - reference.size()]);
            }
        };
    }

    /** A registration's row is doubled, and one more for the unregistration of the same row. */
    private ImportedEvent event(long key) {
        int row = (int) key & ROW_MASK;
        int kind = (int) (key >>> KIND_SHIFT) & 3;
        return switch (kind) {
            case LEARNER -> (row & 1) == 0 ? events.registration(row >> 1) : events.unregistration(row >> 1);
            case SESSION -> events.session(row);
            case QUIZ -> events.quiz(row);
            default -> events.completion(row);
        };
    }

    private static long[] order(OuladRows rows) {
        int registrations = rows.registrations.student.size();
        int sessions = rows.sessions.student.size();
        int results = rows.results.student.size();
        long[] keys = new long[Math.addExact(Math.addExact(2 * registrations, sessions), 2 * results)];
        int next = 0;
        for (int i = 0; i < registrations; i++) {
            keys[next++] = key(rows.registrations.registered.get(i), OuladEvents.REGISTERED_HOUR, LEARNER, 2 * i);
            if (rows.registrations.unregistered.get(i) != OuladRows.NONE) {
                keys[next++] =
                        key(rows.registrations.unregistered.get(i), OuladEvents.UNREGISTERED_HOUR, LEARNER, 2 * i + 1);
            }
        }
        for (int i = 0; i < sessions; i++) {
            keys[next++] = key(rows.sessions.day.get(i), OuladEvents.DONE_HOUR, SESSION, i);
        }
        for (int i = 0; i < results; i++) {
            keys[next++] = key(rows.results.day.get(i), OuladEvents.DONE_HOUR, QUIZ, i);
            keys[next++] = key(rows.results.day.get(i), OuladEvents.COMPLETED_HOUR, COMPLETION, i);
        }
        Arrays.sort(keys, 0, next);
        return Arrays.copyOf(keys, next);
    }

    private static long key(int epochDay, int hour, int kind, int row) {
        long hours = epochDay * 24L + hour;
        return (hours << HOUR_SHIFT) | ((long) kind << KIND_SHIFT) | row;
    }
}
