package io.cohortroi.topology.serde;

import com.sun.management.ThreadMXBean;
import io.cohortroi.domain.binary.MalformedStateException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;

/** Holds a state format to its law: what was written reads back equal, and what reads back at all can be written. */
final class RoundTrip<T> {
    /** No damaged value of a few hundred bytes needs more memory than this to be read. */
    private static final long MOST_BYTES = 16L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final String name;
    private final StateSerde<T> format;
    private final byte version;

    /** @param value any of the format */
    RoundTrip(String name, StateSerde<T> format, T value) {
        this.name = name;
        this.format = format;
        this.version = format.toBytes(value)[0];
    }

    /** The bytes of the value, which read back the same. */
    byte[] ofValue(T value) {
        byte[] bytes = format.toBytes(value);
        try {
            requireSame(value, format.fromBytes(bytes), bytes);
        } catch (RuntimeException e) {
            throw told(value + " was written and not read", bytes, e);
        }
        return bytes;
    }

    /** Whether any value was read; what is refused is so because it is malformed, and takes no more memory than is due. */
    boolean isRead(byte[] bytes) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        boolean isRead = readOrRefuse(bytes);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (allocated > MOST_BYTES) {
            throw told("took " + allocated + " bytes of memory", bytes, null);
        }
        return isRead;
    }

    private boolean readOrRefuse(byte[] bytes) {
        try {
            T value = format.fromBytes(bytes);
            requireSame(value, format.fromBytes(format.toBytes(value)), bytes);
            return true;
        } catch (MalformedStateException e) {
            return false;
        } catch (StateSerde.UnknownFormatException e) {
            return refuseVersion(bytes, e);
        } catch (RuntimeException | OutOfMemoryError e) {
            throw told("neither read nor refused", bytes, e);
        }
    }

    private boolean refuseVersion(byte[] bytes, RuntimeException e) {
        if (bytes[0] == version) {
            throw told("the version is the right one", bytes, e);
        }
        return false;
    }

    private void requireSame(T value, T again, byte[] bytes) {
        if (!isSame(value, again)) {
            throw told(value + " came back as " + again, bytes, null);
        }
        if (!Arrays.equals(format.toBytes(value), format.toBytes(again))) {
            throw told("the second writing of " + value + " differs from the first", bytes, null);
        }
    }

    private AssertionError told(String what, byte[] bytes, Throwable cause) {
        return new AssertionError(name + " of " + HexFormat.of().formatHex(bytes) + ": " + what, cause);
    }

    /** Equal, or field by field the same where a class does not say what equal means. */
    private static boolean isSame(Object one, Object other) {
        if (Objects.deepEquals(one, other)) {
            return true;
        }
        if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> otherMap) {
            return areSame(map.keySet(), otherMap.keySet()) && areSame(map.values(), otherMap.values());
        }
        if (one instanceof Iterable<?> all && other instanceof Iterable<?> others) {
            return areSame(all, others);
        }
        if (one == null
                || other == null
                || one.getClass() != other.getClass()
                || one.getClass().isArray()) {
            return false;
        }
        boolean saysWhatIsEqual = Arrays.stream(one.getClass().getDeclaredMethods())
                .anyMatch(method -> method.getName().equals("equals"));
        return (one instanceof Record || !saysWhatIsEqual)
                && !one.getClass().getName().startsWith("java.")
                && haveSameFields(one, other);
    }

    private static boolean areSame(Iterable<?> all, Iterable<?> others) {
        Iterator<?> each = others.iterator();
        for (Object one : all) {
            if (!each.hasNext() || !isSame(one, each.next())) {
                return false;
            }
        }
        return !each.hasNext();
    }

    private static boolean haveSameFields(Object one, Object other) {
        try {
            for (Field field : one.getClass().getDeclaredFields()) {
                field.setAccessible(true);
                if (!Modifier.isStatic(field.getModifiers()) && !isSame(field.get(one), field.get(other))) {
                    return false;
                }
            }
            return true;
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
