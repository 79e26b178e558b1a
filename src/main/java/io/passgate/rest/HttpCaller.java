package io.passgate.rest;

import static java.util.Objects.requireNonNull;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls a server now and then, by HTTP/1.1 over TLS: each call has a connection and an event loop of its own, which end with it.
 * Redirects are not followed. Safe for use by many threads, none of them an event loop.
 */
public final class HttpCaller implements AutoCloseable {
    private static final int CLOSE_SECONDS = 2;

    private final String name;
    private final Duration patience;
    private final Map<EventLoopGroup, CompletableFuture<Response>> running = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * @param name of its threads
     * @param patience how long one call may take, from name resolution to the last byte
     */
    public HttpCaller(String name, Duration patience) {
        this.name = requireNonNull(name, "name");
        this.patience = requireNonNull(patience, "patience");
    }

    /**
     * What is asked.
     *
     * @param target path and query
     * @param headers beside {@code Host}, {@code Connection} and {@code Content-Length}, which every request has
     * @param body empty for none
     */
    public record Request(String method, String target, Map<String, String> headers, byte[] body) {}

    /**
     * What came back.
     *
     * @param headers by name in lower case; of a repeated one, the last
     */
    public record Response(int status, Map<String, String> headers, byte[] body) {}

    /** The proxy does not let the call through. */
    public static final class ProxyRefuses extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        ProxyRefuses(int status) {
            super("the forward proxy answers " + status);
            this.status = status;
        }

        /** What it answers. */
        public int status() {
            return status;
        }
    }

    /** The proxy cannot be reached. */
    public static final class NoProxy extends IOException {
        private static final long serialVersionUID = 1L;

        NoProxy(Throwable cause) {
            super("the forward proxy cannot be reached", cause);
        }
    }

    /** The answer is longer than one may be. */
    public static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong(Throwable cause) {
            super("longer than an answer may be", cause);
        }
    }

    /**
     * Makes one call. Blocks.
     *
     * @throws IOException that has {@link ProxyRefuses}, {@link NoProxy}, {@link TooLong} or an exception of the JDK among its
     *     causes; an {@link InterruptedIOException} when patience ends
     */
    public Response call(HttpRoute route, Request request) throws IOException {
        EventLoopGroup loop =
                new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
        CompletableFuture<Response> answer = new CompletableFuture<>();
        running.put(loop, answer);
        if (closed) {
            answer.cancel(false);
        }
        try {
            loop.execute(() -> HttpConnection.open(loop, route, request, answer));
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the call failed", e.getCause());
        } catch (CancellationException e) {
            throw new IOException("the call was given up", e);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("no answer in " + patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            running.remove(loop);
            answer.cancel(false);
            loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Gives up what runs, and every later call. */
    @Override
    public void close() {
        closed = true;
        running.values().forEach(answer -> answer.cancel(false));
    }
}
