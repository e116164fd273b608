package io.cohortroi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A few faults of each kind, one after the other on one set-up; {@code FaultSuiteTest} is the long one. */
@DisabledOnOs(OS.WINDOWS)
class ShortFaultsTest {
    @TempDir
    Path folder;

    @Test
    void shouldLoseNothingAndCountNothingTwice(TestReporter reporter) throws Exception {
        long seed = 20_261_123;
        try (FaultRig rig = FaultRig.start(folder, seed, 150, Map.of("rocksdb.write.buffer.bytes", "65536"))) {
            for (int kill = 0; kill < 2; kill++) {
                rig.pause(rig.random(1_500));
                rig.disturb(rig.program()::kill, rig.program()::start);
            }
            rig.disturb(rig.proxy()::cut, () -> {});
            rig.disturb(rig.broker()::kill, rig.broker()::start);
            rig.disturb(() -> rig.program().signal("STOP"), () -> {
                rig.pause(1_000);
                rig.program().signal("CONT");
            });
            Verdict verdict = rig.end();
            System.out.println(
                    "figure: " + rig.recoveriesMs() + " ms back in service after 2 kills of the program, a cut"
                            + " of the network, a kill of the broker and a pause; " + verdict);
            assertThat(verdict.isExact()).as("seed " + seed + ": " + verdict).isTrue();
            assertThat(verdict.events()).isGreaterThan(500);
            shouldHaveNoticed(rig, reporter);
        }
    }

    /** The judge that found nothing is not blind. */
    private static void shouldHaveNoticed(FaultRig rig, TestReporter reporter) throws Exception {
        List<PlantedFault> missed = new ArrayList<>();
        for (PlantedFault fault : PlantedFault.values()) {
            if (rig.judgeWith(fault).isExact()) {
                missed.add(fault);
            }
        }
        int planted = PlantedFault.values().length;
        System.out.println(
                "figure: the judge noticed " + (planted - missed.size()) + " of " + planted + " planted bugs");
        reporter.publishEntry(Map.of("planted", "" + planted, "caught", "" + (planted - missed.size())));
        assertThat(missed).as("planted bugs that the judge did not notice").isEmpty();

        List<PlantedFault> missedPlainly = new ArrayList<>();
        for (PlantedFault fault : PlantedFault.OF_FILES) {
            if (rig.judgePlainlyWith(fault).isExact()) {
                missedPlainly.add(fault);
            }
        }
        assertThat(missedPlainly)
                .as("planted bugs of files that were not noticed without the sink's verifier")
                .isEmpty();
    }
}
