package io.cohortroi.runtime.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;

/** Java, memory and clock. */
final class MachineChecks {

    private static final int LEAST_JAVA = 17;
    private static final long MIB = 1024 * 1024;
    private static final long LEAST_HEAP_MIB = 512;
    /** State stores and page cache live beside the heap. */
    private static final long LEAST_BESIDE_HEAP_MIB = 512;
    /** Before this the program did not exist: the clock was never set. */
    private static final Instant EARLIEST = Instant.parse("2025-01-01T00:00:00Z");

    private MachineChecks() {}

    static Check java(Runtime.Version version) {
        String finding = "Java " + version;
        return version.feature() >= LEAST_JAVA
                ? Check.ok("java", finding)
                : Check.fail("java", finding, "Install a JDK " + LEAST_JAVA + " or later, or point JAVA_HOME at one.");
    }

    static Check memory() {
        long heapMib = Runtime.getRuntime().maxMemory() / MIB;
        long machineMib =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() / MIB;
        return memory(heapMib, machineMib);
    }

    static Check memory(long heapMib, long machineMib) {
        String finding = heapMib + " MiB of heap, " + machineMib + " MiB in the machine";
        if (heapMib < LEAST_HEAP_MIB) {
            return Check.warn(
                    "memory", finding, "Give the heap at least " + LEAST_HEAP_MIB + " MiB: COHORT_ROI_OPTS=-Xmx1g.");
        }
        if (machineMib - heapMib < LEAST_BESIDE_HEAP_MIB) {
            return Check.warn(
                    "memory",
                    finding,
                    "Leave at least " + LEAST_BESIDE_HEAP_MIB
                            + " MiB beside the heap for state stores: a smaller -Xmx in COHORT_ROI_OPTS.");
        }
        return Check.ok("memory", finding);
    }

    static Check clock(Instant now) {
        return now.isBefore(EARLIEST)
                ? Check.fail("clock", "it says " + now, "Set the clock: Kafka's retention and our limits go by it.")
                : Check.ok("clock", now.toString());
    }
}
