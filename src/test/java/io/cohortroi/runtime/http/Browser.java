package io.cohortroi.runtime.http;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What the browser tests need. The project's own script installs what is missing, within five minutes; where that cannot
 * be, for want of a network or of the right to install, the tests are skipped and say why.
 */
final class Browser {
    private static final Path SCRIPT = Path.of("src/test/browser/install.sh");
    private static final Path SAID = Path.of("target/browser-install.log");
    private static final long PATIENCE_MINUTES = 5;

    private Browser() {}

    static void require() throws IOException, InterruptedException {
        boolean installed = install();
        assumeTrue(
                installed,
                () -> "SKIPPED, the page was not tried in a browser: " + SCRIPT + " could not install it. It said: "
                        + tail());
    }

    private static boolean install() throws IOException, InterruptedException {
        Files.createDirectories(SAID.getParent());
        Process script;
        try {
            script = new ProcessBuilder("sh", SCRIPT.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(SAID.toFile())
                    .start();
        } catch (IOException e) {
            Files.writeString(SAID, "there is no shell here: " + e.getMessage());
            return false;
        }
        boolean ended = script.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            script.descendants().forEach(ProcessHandle::destroyForcibly);
            script.destroyForcibly().waitFor();
        }
        return ended && script.exitValue() == 0;
    }

    private static String tail() {
        try {
            String said = Files.readString(SAID);
            return said.substring(Math.max(0, said.length() - 600)).strip();
        } catch (IOException e) {
            return "nothing (" + e.getMessage() + ")";
        }
    }
}
