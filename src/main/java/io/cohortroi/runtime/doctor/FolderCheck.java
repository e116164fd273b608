package io.cohortroi.runtime.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a folder can be written and has room; of one that is not there yet, the folder it would be made in. */
final class FolderCheck {

    private static final long MIB = 1024 * 1024;
    private static final long LITTLE_ROOM_MIB = 2048;
    private static final long NO_ROOM_MIB = 256;

    private FolderCheck() {}

    static Check of(String setting, Path folder) {
        Path wanted = folder.toAbsolutePath().normalize();
        Path existing = nearestExisting(wanted);
        if (!Files.isDirectory(existing)) {
            return Check.fail(setting, existing + " is not a folder", advice(setting));
        }
        try {
            Files.delete(Files.createTempFile(existing, ".cohort-roi-doctor", ""));
            return room(setting, wanted, Files.getFileStore(existing).getUsableSpace() / MIB);
        } catch (IOException e) {
            return Check.fail(setting, existing + " cannot be written (" + e + ")", advice(setting));
        }
    }

    static Check room(String setting, Path folder, long freeMib) {
        String finding = folder + ", " + freeMib + " MiB free";
        if (freeMib < NO_ROOM_MIB) {
            return Check.fail(
                    setting, finding, "Free at least " + NO_ROOM_MIB + " MiB, or set another " + setting + ".");
        }
        if (freeMib < LITTLE_ROOM_MIB) {
            return Check.warn(
                    setting, finding, "Under " + LITTLE_ROOM_MIB + " MiB: watch it, or set another " + setting + ".");
        }
        return Check.ok(setting, finding);
    }

    private static Path nearestExisting(Path folder) {
        Path path = folder;
        while (!Files.exists(path)) {
            Path parent = path.getParent();
            if (parent == null) {
                return path;
            }
            path = parent;
        }
        return path;
    }

    private static String advice(String setting) {
        return "Make it writable for this user, or set another " + setting + ".";
    }
}
