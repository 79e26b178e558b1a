package io.passgate.testing;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that sends the bytes it is told and reads answers strictly. Waits at most ten seconds for anything. */
public final class RawClient implements Closeable {
    private final Socket socket;

    /** Connects. */
    public RawClient(InetSocketAddress address) {
        this(new Socket(), address);
    }

    /** Connects this socket, which may be one of TLS. */
    public RawClient(Socket socket, InetSocketAddress address) {
        this.socket = socket;
        try {
            if (!socket.isConnected()) {
                socket.connect(address, 10_000);
            }
            socket.setSoTimeout(10_000);
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One request, one connection: the answer and whatever follows until the end. */
    public static String exchange(InetSocketAddress address, String request) {
        try (RawClient client = new RawClient(address)) {
            return client.send(request).readToEnd();
        }
    }

    public RawClient send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One answer: its head and, by its framing, its body (chunked as it came). */
    public String readAnswer() {
        return readAnswer(false);
    }

    /** The same; an answer to HEAD has no body. */
    public String readAnswer(boolean toHead) {
        String head = readHead();
        String lower = head.toLowerCase(Locale.ROOT);
        int status = Integer.parseInt(head.substring(9, 12));
        if (toHead || status < 200 || status == 204 || status == 304) {
            return head;
        }
        int length = lower.indexOf("\r\ncontent-length:");
        if (length >= 0) {
            return head
                    + read(Integer.parseInt(lower.substring(length + 17, lower.indexOf('\r', length + 2))
                            .strip()));
        }
        if (lower.contains("\r\ntransfer-encoding:")) {
            return head + readChunks();
        }
        return head + readToEnd();
    }

    private String readChunks() {
        StringBuilder body = new StringBuilder();
        while (true) {
            String line = readLine();
            int size = Integer.parseInt(line.split("[;\r]", 2)[0], 16);
            body.append(line);
            if (size == 0) {
                String trailer = readLine();
                body.append(trailer);
                while (!trailer.equals("\r\n")) {
                    trailer = readLine();
                    body.append(trailer);
                }
                return body.toString();
            }
            body.append(read(size + 2));
        }
    }

    private String readLine() {
        StringBuilder line = new StringBuilder();
        while (!endsWith(line, "\r\n")) {
            line.append(read(1));
        }
        return line.toString();
    }

    /** A head up to its empty line. */
    public String readHead() {
        StringBuilder head = new StringBuilder();
        while (!endsWith(head, "\r\n\r\n")) {
            head.append(read(1));
        }
        return head.toString();
    }

    private static boolean endsWith(StringBuilder read, String end) {
        int from = read.length() - end.length();
        return from >= 0 && read.indexOf(end, from) == from;
    }

    /** Exactly {@code n} bytes. */
    public String read(int n) {
        return new String(readBytes(n), StandardCharsets.ISO_8859_1);
    }

    /** Exactly {@code n} bytes. */
    public byte[] readBytes(int n) {
        try {
            byte[] bytes = socket.getInputStream().readNBytes(n);
            if (bytes.length < n) {
                throw new AssertionError("the connection ended after \""
                        + new String(bytes, StandardCharsets.ISO_8859_1) + "\" where " + n + " bytes were expected");
            }
            return bytes;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("nothing came for ten seconds where " + n + " bytes were expected", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything up to the end of the connection; a reset is an end too. */
    public String readToEnd() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            byte[] part = new byte[8192];
            for (int n = socket.getInputStream().read(part);
                    n >= 0;
                    n = socket.getInputStream().read(part)) {
                all.write(part, 0, n);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError(
                    "the connection was expected to end within ten seconds after \""
                            + all.toString(StandardCharsets.ISO_8859_1) + '"',
                    e);
        } catch (SocketException reset) {
            // an end too
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** Whether the connection ends, by an end or a reset, without another byte. */
    public boolean ended() {
        return readToEnd().isEmpty();
    }

    /** Goes away, as closing does; says so in a test where going away is the point. */
    public void leave() {
        close();
    }

    public Socket socket() {
        return socket;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
