package io.passgate.doctor;

import io.passgate.backend.ForwardProxy;
import io.passgate.tls.TrustedAuthorities;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Makes connections to a target, through its forward proxy where it has one; each step is bounded in time. Its name is looked up
 * once. Confined to one thread.
 */
final class Dial {
    /** For each connection and each read. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int MOST_HEAD_BYTES = 16 << 10;

    private final Target target;
    private final Duration patience;
    private List<InetAddress> addresses = List.of();

    Dial(Target target, Duration patience) {
        this.target = target;
        this.patience = patience;
    }

    /**
     * What a proxy answers to CONNECT (RFC 9110 §9.3.6).
     *
     * @param status its status; 0 where what it said is no HTTP
     * @param challenge its {@code Proxy-Authenticate}, if there is one
     */
    record ProxyAnswer(int status, Optional<String> challenge) {
        boolean opensTunnel() {
            return status >= 200 && status < 300;
        }
    }

    /** The proxy did not open a tunnel. */
    static final class NoTunnel extends IOException {
        private static final long serialVersionUID = 1L;

        NoTunnel(ProxyAnswer answer) {
            super("the forward proxy answers CONNECT with " + answer.status());
        }
    }

    /** The addresses of whom a connection is made to. */
    List<InetAddress> resolve() throws IOException {
        CompletableFuture<List<InetAddress>> found = CompletableFuture.supplyAsync(() -> {
            try {
                return List.of(InetAddress.getAllByName(target.nextHost()));
            } catch (UnknownHostException e) {
                return List.of();
            }
        });
        try {
            addresses = found.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return addresses;
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("no name server answered within " + patience.toSeconds() + " seconds");
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** A TCP connection; of several addresses the first that takes one. */
    Socket connect() throws IOException {
        IOException last = new UnknownHostException(target.nextHost());
        for (InetAddress address : addresses.isEmpty() ? resolve() : addresses) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, target.nextPort()), (int) patience.toMillis());
                socket.setSoTimeout((int) patience.toMillis());
                return target.isProxyTls() ? secured(socket) : socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    /** TLS with a proxy that is reached so. */
    private Socket secured(Socket socket) throws IOException {
        SSLSocket secured = (SSLSocket) TrustedAuthorities.context(target.trust(), Optional.empty())
                .getSocketFactory()
                .createSocket(socket, target.nextHost(), target.nextPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** Asks the proxy at the other end of {@code socket} for a tunnel to the target. */
    ProxyAnswer tunnel(Socket socket) throws IOException {
        String to = target.authority();
        String shown = target.forwardProxy()
                .flatMap(ForwardProxy::credentials)
                .map(Dial::basic)
                .orElse("");
        socket.getOutputStream()
                .write(("CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n" + shown + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        List<String> head = head(socket.getInputStream()).lines().toList();
        if (head.isEmpty() || !head.get(0).matches("HTTP/1\\.[01] \\d{3}.*")) {
            return new ProxyAnswer(0, Optional.empty());
        }
        return new ProxyAnswer(
                Integer.parseInt(head.get(0).substring(9, 12)),
                head.stream()
                        .filter(line -> line.regionMatches(true, 0, "Proxy-Authenticate:", 0, 19))
                        .map(line -> line.substring(19).strip())
                        .findFirst());
    }

    /** RFC 7617. */
    private static String basic(ForwardProxy.Credentials shown) {
        byte[] pair = (shown.user() + ":" + shown.password()).getBytes(StandardCharsets.UTF_8);
        return "Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString(pair) + "\r\n";
    }

    /** A connection to the target itself, ready for TLS or HTTP. */
    Socket open() throws IOException {
        Socket socket = connect();
        if (target.forwardProxy().isEmpty()) {
            return socket;
        }
        try {
            ProxyAnswer answer = tunnel(socket);
            if (answer.opensTunnel()) {
                return socket;
            }
            throw new NoTunnel(answer);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Up to and with the empty line; byte by byte, for what follows it belongs to the target. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && head.size() < MOST_HEAD_BYTES; c = in.read()) {
            head.write(c);
            if (c == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                break;
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }
}
