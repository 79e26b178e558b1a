package io.passgate.front;

/** Decides what becomes of a request whose head has been checked. */
@FunctionalInterface
public interface Gatekeeper {
    /**
     * Called on the connection's event loop; must not block. Must end in exactly one of {@code pass}, {@code answer} and {@code
     * answerSocket}, now or later, from that event loop.
     */
    void arrived(Exchange exchange);
}
