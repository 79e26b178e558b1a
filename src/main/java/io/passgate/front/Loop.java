package io.passgate.front;

import io.netty.channel.EventLoop;
import io.passgate.wire.RequestHead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * What the connections of one event loop share: the scratch head, the list that is scanned for time-outs, the names of requests.
 * Confined to that loop, but for {@link #drained}.
 */
final class Loop {
    private static final long SCAN_MILLIS = 200;

    private final EventLoop executor;
    private final List<ClientConnection> connections = new ArrayList<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final String idPrefix;
    private RequestHead head = new RequestHead();
    private long now = System.nanoTime();
    private long lastId;
    private boolean draining;

    Loop(EventLoop executor) {
        this.executor = executor;
        this.idPrefix = Long.toString(ThreadLocalRandom.current().nextLong(36L * 36 * 36 * 36 * 36 * 36), 36) + '-';
    }

    /** Begins to watch for time-outs. */
    void start() {
        Future<?> unused = executor.scheduleWithFixedDelay(this::scan, SCAN_MILLIS, SCAN_MILLIS, TimeUnit.MILLISECONDS);
    }

    EventLoop executor() {
        return executor;
    }

    /** The moment after {@code delay}, as exactly as the scan watches it. */
    long deadline(Duration delay) {
        return now + delay.toNanos();
    }

    String nextRequestId() {
        return idPrefix + Long.toString(++lastId, 36);
    }

    /** The scratch head, free until the next request of any connection of this loop. */
    RequestHead head() {
        return head;
    }

    /** Leaves the scratch head to an exchange that is not answered at once. */
    void keepHead() {
        head = new RequestHead();
    }

    boolean draining() {
        return draining;
    }

    /** Completes when the last connection has gone after {@link #drain}. */
    CompletableFuture<Void> drained() {
        return drained;
    }

    void add(ClientConnection connection) {
        connection.place = connections.size();
        connections.add(connection);
        now = System.nanoTime();
    }

    void remove(ClientConnection connection) {
        ClientConnection last = connections.remove(connections.size() - 1);
        if (last != connection) {
            connections.set(connection.place, last);
            last.place = connection.place;
        }
        if (draining && connections.isEmpty()) {
            drained.complete(null);
        }
    }

    private void scan() {
        now = System.nanoTime();
        for (int i = connections.size() - 1; i >= 0; i--) {
            ClientConnection connection = connections.get(i);
            try {
                connection.watch(now);
            } catch (RuntimeException e) {
                connection.failed(e);
            }
        }
    }

    /** Keeps no connection that has nothing to do; sockets get their close. */
    void drain() {
        draining = true;
        List.copyOf(connections).forEach(ClientConnection::drain);
        if (connections.isEmpty()) {
            drained.complete(null);
        }
    }

    void cut() {
        List.copyOf(connections).forEach(ClientConnection::abort);
    }
}
