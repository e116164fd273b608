package io.cohortroi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

class ComplaintTest {
    @Test
    void shouldSayWhatIsWrongWithAFile() {
        assertThat(Complaint.of(new NoSuchFileException("a/b"))).isEqualTo("a/b: no such file or folder");
        assertThat(Complaint.of(new AccessDeniedException("a/b"))).isEqualTo("a/b: not allowed to read or write here");
        assertThat(Complaint.of(new NotDirectoryException("a/b"))).isEqualTo("a/b: this is no folder");
        assertThat(Complaint.of(new FileAlreadyExistsException("a/b")))
                .isEqualTo("a/b: there is a file of this name already");
        assertThat(Complaint.of(new FileSystemException("a/b", null, "Read-only file system")))
                .isEqualTo("a/b: Read-only file system");
        assertThat(Complaint.of(new FileSystemException("a/b"))).isEqualTo("a/b: cannot be created, read or written");
    }

    @Test
    void shouldNeverSayNull() {
        assertThat(Complaint.of(new IllegalStateException())).isEqualTo("IllegalStateException");
        assertThat(Complaint.of(new IllegalStateException("the port is taken"))).isEqualTo("the port is taken");
    }
}
