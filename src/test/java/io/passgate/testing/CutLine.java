package io.passgate.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * A way to a server on this machine that can be cut: before a request has arrived whole, or when the server has answered but its
 * answer has not come back whole. Safe for use by many threads.
 */
public final class CutLine implements AutoCloseable {

    /** What happens to the connections that come. */
    public enum Cut {
        NONE,
        REQUEST,
        ANSWER
    }

    private static final int MOST_REQUEST = 3_000;
    private static final int TAIL = 150;

    private final ServerSocket listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    private final AtomicInteger lostAnswers = new AtomicInteger();
    private final int server;
    private final RandomGenerator chance;
    private volatile Cut cut = Cut.NONE;
    private volatile int lastAnswer = Integer.MAX_VALUE;

    /** @param server the port it leads to */
    public CutLine(int server, RandomGenerator chance) throws IOException {
        this.server = server;
        this.chance = chance;
        start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** From now on. */
    public void cuts(Cut other) {
        cut = other;
    }

    /** Answers that the server has given whole, to a request that it had whole, and that did not come back whole. */
    public int lostAnswers() {
        return lostAnswers.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        int request = cut == Cut.REQUEST ? chance.nextInt(MOST_REQUEST) : Integer.MAX_VALUE;
        int answer = cut == Cut.ANSWER ? lastAnswer - 1 - chance.nextInt(TAIL) : Integer.MAX_VALUE;
        try (client;
                Socket to = new Socket(InetAddress.getLoopbackAddress(), server)) {
            start(() -> {
                copy(client, to, request);
                if (request != Integer.MAX_VALUE) {
                    shut(client);
                    shut(to);
                }
            });
            int answered = answer(client, to.getInputStream(), answer);
            if (answered > answer) {
                lostAnswers.incrementAndGet();
            } else if (request == Integer.MAX_VALUE) {
                lastAnswer = answered;
            }
        } catch (IOException e) {
            // a connection that was cut, which is what it is for
        }
    }

    /** Reads all that the server says and passes on {@code most} bytes; how many the server said. */
    private static int answer(Socket client, InputStream from, int most) throws IOException {
        byte[] buffer = new byte[8_192];
        int said = 0;
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            int pass = Math.min(n, most - said);
            if (pass > 0) {
                client.getOutputStream().write(buffer, 0, pass);
            }
            said += n;
        }
        return said;
    }

    private static void copy(Socket from, Socket to, int most) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8_192];
            int left = most;
            for (int n = in.read(buffer, 0, Math.min(left, buffer.length));
                    n > 0;
                    n = in.read(buffer, 0, Math.min(left, buffer.length))) {
                out.write(buffer, 0, n);
                left -= n;
            }
        } catch (IOException ended) {
            // the other direction has ended
        }
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it was closed already
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "cut-line");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
