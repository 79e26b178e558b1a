package io.passgate.front;

import java.util.Optional;

/** Finds the words for what went wrong. Safe for use by several threads. */
@FunctionalInterface
public interface Answers {
    /**
     * The answer that tells of a fault.
     *
     * @param browser whether a person is looking, who gets a page
     * @param again path and query of what a person wanted to read, which can be asked for once more; empty for anything else
     * @param requestId to be shown; the log knows it too
     */
    LocalAnswer fault(Fault fault, boolean browser, Optional<String> again, String requestId);
}
