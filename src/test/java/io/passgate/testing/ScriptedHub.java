package io.passgate.testing;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ServerSocketFactory;

/**
 * A hub on a raw socket: records every byte it gets and does on each connection what its script says. Safe for use by several
 * threads; each connection has a thread of its own.
 */
public final class ScriptedHub implements Closeable {
    /** What happens on one connection, from its first byte to its end. */
    @FunctionalInterface
    public interface Script {
        void run(Conversation hub) throws IOException;
    }

    private final ServerSocket server;
    private final Script script;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Conversation> conversations = new CopyOnWriteArrayList<>();
    private final boolean tls;

    /** A hub whose every connection runs {@code script} once. */
    public ScriptedHub(Script script) {
        this(ServerSocketFactory.getDefault(), false, script);
    }

    /** The same over sockets of this factory. */
    public ScriptedHub(ServerSocketFactory sockets, boolean tls, Script script) {
        this.script = script;
        this.tls = tls;
        try {
            server = sockets.createServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException("no port", e);
        }
        threads.execute(this::accept);
    }

    /** A hub that answers every request on every connection with these bytes. */
    public static ScriptedHub answering(String answer) {
        return new ScriptedHub(hub -> {
            while (hub.request()) {
                hub.send(answer);
            }
        });
    }

    private void accept() {
        Executor each = threads;
        try {
            while (true) {
                Conversation conversation = new Conversation(server.accept());
                conversations.add(conversation);
                each.execute(() -> conversation.run(script));
            }
        } catch (IOException closed) {
            // close() was called
        }
    }

    public URI url() {
        return URI.create((tls ? "https" : "http") + "://127.0.0.1:" + port());
    }

    public int port() {
        return server.getLocalPort();
    }

    /** The connections made so far, in order. */
    public List<Conversation> conversations() {
        return conversations;
    }

    /** All bytes received on all connections so far. */
    public String received() {
        StringBuilder all = new StringBuilder();
        conversations.forEach(c -> all.append(c.received()));
        return all.toString();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Conversation conversation : conversations) {
                conversation.socket.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("a socket does not close", e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** One connection, as its script sees it. */
    public static final class Conversation {
        private final Socket socket;
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private volatile boolean ended;
        private String head = "";

        Conversation(Socket socket) {
            this.socket = socket;
        }

        private void run(Script script) {
            try (socket) {
                script.run(this);
            } catch (IOException gone) {
                // the other side went away, which many tests want
            }
        }

        /** Everything received so far. */
        public String received() {
            synchronized (received) {
                return received.toString(StandardCharsets.ISO_8859_1);
            }
        }

        /** Whether the script has seen the end of what the gate sends. */
        public boolean ended() {
            return ended;
        }

        /** The last head read. */
        public String head() {
            return head;
        }

        /** Reads one request with its body, if Content-Length or chunked says there is one; false at the end. */
        public boolean request() throws IOException {
            if (!readHead()) {
                return false;
            }
            String lower = head.toLowerCase(Locale.ROOT);
            int length = lower.indexOf("\r\ncontent-length:");
            if (length >= 0) {
                read(Integer.parseInt(lower.substring(length + 17, lower.indexOf('\r', length + 2))
                        .strip()));
            } else if (lower.contains("\r\ntransfer-encoding:")) {
                readUntil("\r\n0\r\n\r\n", "0\r\n\r\n");
            }
            return true;
        }

        /** Reads a head up to its empty line; false when the other side closed before. */
        public boolean readHead() throws IOException {
            StringBuilder read = new StringBuilder();
            while (!endsWith(read, "\r\n\r\n")) {
                int b = readByte();
                if (b < 0) {
                    return false;
                }
                read.append((char) b);
            }
            head = read.toString();
            return true;
        }

        /** Reads until what was read ends with {@code end} or equals {@code whole}. */
        public String readUntil(String end, String whole) throws IOException {
            StringBuilder read = new StringBuilder();
            while (!endsWith(read, end) && !(read.length() == whole.length() && endsWith(read, whole))) {
                int b = readByte();
                if (b < 0) {
                    throw new IOException("closed in the middle");
                }
                read.append((char) b);
            }
            return read.toString();
        }

        private static boolean endsWith(StringBuilder read, String end) {
            int from = read.length() - end.length();
            return from >= 0 && read.indexOf(end, from) == from;
        }

        /** Reads exactly {@code n} bytes. */
        public byte[] read(int n) throws IOException {
            byte[] bytes = new byte[n];
            for (int i = 0; i < n; i++) {
                int b = readByte();
                if (b < 0) {
                    throw new IOException("closed in the middle");
                }
                bytes[i] = (byte) b;
            }
            return bytes;
        }

        /** One byte, or -1 at the end. */
        public int readByte() throws IOException {
            InputStream in = socket.getInputStream();
            int b = in.read();
            ended = b < 0;
            if (b >= 0) {
                synchronized (received) {
                    received.write(b);
                }
            }
            return b;
        }

        /** Waits until the other side closes. */
        public void awaitEnd() throws IOException {
            while (readByte() >= 0) {
                // recorded
            }
        }

        public void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        public void send(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        /** Cuts the connection with a reset. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        public Socket socket() {
            return socket;
        }
    }
}
