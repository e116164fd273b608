package io.cohortroi.connect.file;

import java.io.IOException;

/** Another task has taken the partition over, or its folder was taken away: this one may not write any more. */
public final class FencedException extends IOException {
    public FencedException(String message) {
        super(message);
    }
}
