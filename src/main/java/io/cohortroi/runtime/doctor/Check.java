package io.cohortroi.runtime.doctor;

/**
 * The outcome of one check.
 *
 * @param name what was looked at, one or two words
 * @param finding what was found
 * @param advice what to do; empty when ok
 */
public record Check(String name, Status status, String finding, String advice) {

    /** {@code WARN}: it runs, but look at it. {@code FAIL}: it will not run. */
    public enum Status {
        OK,
        WARN,
        FAIL
    }

    public static Check ok(String name, String finding) {
        return new Check(name, Status.OK, finding, "");
    }

    public static Check warn(String name, String finding, String advice) {
        return new Check(name, Status.WARN, finding, advice);
    }

    public static Check fail(String name, String finding, String advice) {
        return new Check(name, Status.FAIL, finding, advice);
    }
}
