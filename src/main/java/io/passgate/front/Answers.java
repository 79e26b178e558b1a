package io.passgate.front;

/** Finds the words for what went wrong. Safe for use by several threads. */
@FunctionalInterface
public interface Answers {
    /**
     * The answer that tells of a fault.
     *
     * @param browser whether a person is looking, who gets a page
     * @param requestId to be shown; the log knows it too
     */
    LocalAnswer fault(Fault fault, boolean browser, String requestId);
}
