package io.passgate.rest;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server by TLS that reads a request of each connection, sends what it was given, and ends. */
final class PlayedServer implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: ([0-9]+)\r\n");

    /** How a connection ends after the answer. */
    enum End {
        /** As TLS wants it. */
        CLOSED,
        /** Without a word. */
        CUT,
        /** When the client goes. */
        NEVER
    }

    final LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
    /** Completes when a client goes whose connection never ends. */
    final CompletableFuture<Integer> left = new CompletableFuture<>();

    private final SSLContext tls;
    private final String answer;
    private final End end;
    private final ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());

    PlayedServer(SSLContext tls, String answer, End end) throws IOException {
        this.tls = tls;
        this.answer = answer;
        this.end = end;
        Thread thread = new Thread(this::serve, "played-server");
        thread.setDaemon(true);
        thread.start();
    }

    URI url() {
        return URI.create("https://localhost:" + listener.getLocalPort());
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket below = listener.accept();
                    SSLSocket secured =
                            (SSLSocket) tls.getSocketFactory().createSocket(below, "client", below.getPort(), true)) {
                secured.setUseClientMode(false);
                asked.add(request(secured.getInputStream()));
                secured.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                if (end == End.CUT) {
                    below.shutdownOutput();
                } else if (end == End.NEVER) {
                    left.complete(secured.getInputStream().read());
                }
            } catch (IOException gone) {
                left.complete(-1);
            }
        }
    }

    private static String request(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("no head");
            }
            head.append((char) c);
        }
        Matcher length = LENGTH.matcher(head);
        int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
        return head + new String(in.readNBytes(body), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
