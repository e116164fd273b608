package io.cohortroi.connect.file;

/** A value is not one JSON object in UTF-8. The message names the rule and the place, never the content. */
public final class MalformedJsonException extends Exception {
    public MalformedJsonException(String rule, int position) {
        super(rule + ", at byte " + position);
    }
}
