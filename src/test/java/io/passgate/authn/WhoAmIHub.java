package io.passgate.authn;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A hub's who-am-I endpoint that answers as a test says, byte by byte if need be. Remembers what it was asked. A thread per
 * connection; safe for use by many threads.
 */
final class WhoAmIHub implements AutoCloseable {

    /** Answers one question on the open connection; whatever it throws cuts the connection. */
    interface Script {
        void answer(Asked asked, OutputStream out) throws Exception;
    }

    /** A question: the target, and all values of each header by lower-case name. */
    record Asked(String method, String target, Map<String, List<String>> headers) {
        String header(String name) {
            return String.join(" | ", headers.getOrDefault(name, List.of()));
        }

        String cookie(String name) {
            for (String pair : header("cookie").split("; ")) {
                if (pair.startsWith(name + "=")) {
                    return pair.substring(name.length() + 1);
                }
            }
            return "";
        }
    }

    private final ServerSocket server;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private volatile Script script;

    WhoAmIHub(Script script) throws IOException {
        this.script = script;
        this.server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** 200 with this JSON and these further header lines. */
    static Script json(String body, String... lines) {
        return (asked, out) -> send(out, 200, body, lines);
    }

    /** This status with a text that is no JSON. */
    static Script status(int status, String... lines) {
        return (asked, out) -> send(out, status, "<p>status " + status, lines);
    }

    /** Names the user after the cookie {@code sid}, {@code nobody} when there is none. */
    static Script named() {
        return (asked, out) -> send(out, 200, "{\"user\":\"" + asked.cookie("sid") + "\"}");
    }

    static void send(OutputStream out, int status, String body, String... lines) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
        for (String line : lines) {
            head.append(line).append("\r\n");
        }
        head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(bytes);
        out.flush();
    }

    void says(Script next) {
        script = next;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** What it was asked so far. */
    List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            for (Asked next = read(in); next != null; next = read(in)) {
                asked.add(next);
                script.answer(next, socket.getOutputStream());
            }
        } catch (Exception cut) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable Asked read(BufferedReader in) throws IOException {
        String start = in.readLine();
        if (start == null) {
            return null;
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        String[] words = start.split(" ");
        return new Asked(words[0], words[1], headers);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "who-am-i-hub");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
