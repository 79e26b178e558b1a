package io.passgate.front;

/** How far an {@link HttpExchange} has come, in this order. */
enum Stage {
    /** The gatekeeper has the word. */
    DECIDING,
    CONNECTING,
    /** The request is on its way, nothing of an answer has come. */
    SENT,
    /** The head of the answer waits for the response guard. */
    GUARDING,
    /** The answer flows to the client. */
    ANSWERING,
    TUNNEL,
    OVER;

    /** Whether the client has got a part of an answer: it cannot get another one. */
    boolean answerBegun() {
        return compareTo(ANSWERING) >= 0;
    }
}
