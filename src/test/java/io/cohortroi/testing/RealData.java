package io.cohortroi.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The read-only data of people, in {@code ../shared/data} or the folder that {@code COHORT_ROI_DATA} names. */
public final class RealData {
    private RealData() {}

    /** The named folder of it; where that is absent the calling test is skipped, and says which folder it missed. */
    public static Path require(String name) {
        String configured = System.getenv("COHORT_ROI_DATA");
        Path folder = Path.of(configured == null || configured.isBlank() ? "../shared/data" : configured)
                .resolve(name)
                .toAbsolutePath()
                .normalize();
        Assumptions.assumeTrue(
                Files.isDirectory(folder),
                () -> "skipped: no real data in " + folder + " (set COHORT_ROI_DATA to the folder that has " + name
                        + ")");
        return folder;
    }
}
