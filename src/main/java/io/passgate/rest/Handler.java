package io.passgate.rest;

/**
 * Answers one call. Runs on a worker thread of the server, several at a time, so an implementation is safe for use by
 * many threads and may block.
 */
@FunctionalInterface
public interface Handler {
    /**
     * The reply to this call.
     *
     * @throws RestProblem to answer with a problem
     * @throws Exception   anything else is answered 500 and logged once, with the request id
     */
    Reply handle(Call call) throws Exception;
}
