package io.passgate.backend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** A forward proxy that tunnels to whatever port it is asked for on this machine, for whoever shows what it wants. */
final class PlayedProxy implements AutoCloseable {
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final ServerSocket listener;
    private final Optional<String> wanted;
    private volatile Optional<String> refusal = Optional.empty();

    /** @param wanted the value of Proxy-Authorization, if any is wanted */
    PlayedProxy(ServerSocketFactory sockets, Optional<String> wanted) throws IOException {
        this.listener = sockets.createServerSocket(0, 8, InetAddress.getLoopbackAddress());
        this.wanted = wanted;
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Every client is sent that from now on, and what a client sends then is not looked at. */
    void refuses(String answer) {
        refusal = Optional.of(answer);
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
        try (client) {
            List<String> head = head(client.getInputStream());
            asked.add(head.get(0));
            boolean shown = wanted.map(
                            value -> head.stream().anyMatch(("Proxy-Authorization: " + value)::equalsIgnoreCase))
                    .orElse(true);
            OutputStream out = client.getOutputStream();
            if (refusal.isPresent()) {
                out.write(refusal.get().getBytes(StandardCharsets.US_ASCII));
                if (refusal.get().isEmpty()) {
                    return;
                }
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
            if (!shown) {
                out.write("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                return;
            }
            String authority = head.get(0).split(" ", 3)[1];
            int port = Integer.parseInt(authority.substring(authority.lastIndexOf(':') + 1));
            try (Socket hub = new Socket(InetAddress.getLoopbackAddress(), port)) {
                out.write("HTTP/1.1 200 Tunnel\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                start(() -> copy(client, hub));
                hub.getInputStream().transferTo(out);
            }
        } catch (IOException e) {
            asked.add("cut");
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // the other direction has ended
        }
    }

    /** Byte by byte: what follows the head belongs to the tunnel. */
    private static List<String> head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("no head");
            }
            head.append((char) c);
        }
        return new ArrayList<>(head.toString().lines().toList());
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "played-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
