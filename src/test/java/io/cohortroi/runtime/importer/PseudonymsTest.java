package io.cohortroi.runtime.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PseudonymsTest {
    @TempDir
    Path folder;

    @Test
    void shouldGiveTheSamePseudonymUnderTheSameKeyAndAnotherUnderAnother() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "0123456789abcdef\r\n");
        Path same = Files.writeString(folder.resolve("same"), "0123456789abcdef");
        Path other = Files.writeString(folder.resolve("other"), "0123456789abcdeF");

        String pseudonym = Pseudonyms.underKeyIn(key).of("L001");

        assertThat(pseudonym).matches("[0-9a-f]{64}");
        assertThat(Pseudonyms.underKeyIn(same).of("L001")).isEqualTo(pseudonym);
        assertThat(Pseudonyms.underKeyIn(same).identity())
                .isEqualTo(Pseudonyms.underKeyIn(key).identity())
                .isNotEqualTo(Pseudonyms.underKeyIn(other).identity());
        assertThat(Pseudonyms.underKeyIn(other).of("L001")).isNotEqualTo(pseudonym);
        assertThat(Pseudonyms.none().of("L001")).isEqualTo("L001");
    }

    @Test
    void shouldRefuseAShortKeyAndAFileThatIsNotThere() throws Exception {
        Path file = Files.writeString(folder.resolve("short"), "0123456789abcde\n");

        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> Pseudonyms.underKeyIn(file))
                .withMessage("the key in " + file
                        + " has 15 bytes, at least 16 are needed; 'openssl rand -hex 32' makes a good one");
        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> Pseudonyms.underKeyIn(folder.resolve("none")))
                .withMessageStartingWith("cannot read the key file " + folder.resolve("none"));
    }
}
