package io.cohortroi.runtime.analyze;

/** The stream engine stopped by itself; the cause says why. */
final class EngineStoppedException extends IllegalStateException {
    EngineStoppedException(Throwable cause) {
        super("the stream stopped: " + cause.getMessage(), cause);
    }
}
