package io.cohortroi.runtime.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** A failure as one line for a person: Java's own messages of files are often nothing but the file. */
final class Complaint {
    private Complaint() {}

    static String of(Throwable failure) {
        if (failure instanceof FileSystemException file) {
            return file.getFile() + ": " + reason(file);
        }
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    private static String reason(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file or folder";
        } else if (failure instanceof AccessDeniedException) {
            return "not allowed to read or write here";
        } else if (failure instanceof NotDirectoryException) {
            return "this is no folder";
        } else if (failure instanceof FileAlreadyExistsException) {
            return "there is a file of this name already";
        }
        return failure.getReason() == null ? "cannot be created, read or written" : failure.getReason();
    }
}
