package io.cohortroi.runtime.erasure;

import java.io.IOException;

/** Somewhere a learner may have left something. */
interface Place {
    /** What becomes of a learner's records in a place of that kind. */
    enum Kind {
        /** State of the stream: entries are deleted. */
        STATE,
        /** The last value of a key counts, and a null value ends it. */
        COMPACTED,
        /** Records that a later null value ends, and retention removes. */
        ENDED,
        /** Records that nothing but retention removes. */
        RETAINED,
        /** Lines in files, which are rewritten without them. */
        FILES
    }

    String name();

    Kind kind();

    Finding look(String learnerId) throws IOException;
}
