package io.passgate.front;

import io.passgate.identity.User;
import java.time.Duration;
import java.util.Optional;

/** Keeps account of one request for {@link TrafficListener#served}; made only where somebody listens. Confined to the event loop. */
final class Account {
    private static final int CLIENT_GONE = 499;

    private final String requestId;
    private final String address;
    private final String virtualProxy;
    private final String method;
    private final String path;
    private final long begun = System.nanoTime();
    private int status = CLIENT_GONE;
    private long bytesIn;
    private long bytesOut;

    Account(Exchange exchange, String virtualProxy) {
        this.requestId = exchange.requestId();
        this.address = exchange.clientAddress();
        this.virtualProxy = virtualProxy;
        this.method = exchange.head().methodText();
        this.path = exchange.head().path();
    }

    void status(int answered) {
        status = answered;
    }

    void in(int bytes) {
        bytesIn += bytes;
    }

    void out(int bytes) {
        bytesOut += bytes;
    }

    Served served(Optional<User> user) {
        return new Served(
                requestId,
                address,
                user,
                virtualProxy,
                method,
                path,
                status,
                bytesIn,
                bytesOut,
                Duration.ofNanos(System.nanoTime() - begun));
    }
}
