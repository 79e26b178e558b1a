package io.passgate.backend;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One HTTP/1.1 exchange with the license backend on a connection of its own (RFC 9112): straight, or through a forward proxy by
 * {@code CONNECT} (RFC 9110 §9.3.6), which may itself be reached by TLS and want Basic authentication. The JDK's own client knows
 * neither of the two (decision 36). Blocks; whoever wants to wait no longer closes it from another thread.
 */
final class Exchange implements AutoCloseable {

    private static final int MOST_HEAD = 32 * 1024;
    private static final int MOST_BODY = 256 * 1024;

    private final BackendSettings settings;
    private final SSLContext tls;
    private final int patienceMillis;
    private final Socket socket = new Socket();

    /** @param patienceMillis how long connecting, and each reading, may take */
    Exchange(BackendSettings settings, SSLContext tls, int patienceMillis) {
        this.settings = settings;
        this.tls = tls;
        this.patienceMillis = patienceMillis;
    }

    /**
     * What came back.
     *
     * @param headers by name in lower case; of a repeated one, the last
     */
    record Response(int status, Map<String, String> headers, byte[] body) {}

    /** The proxy does not let the gate through. */
    static final class ProxyRefuses extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        ProxyRefuses(int status) {
            super("the forward proxy answers " + status);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** The proxy cannot be reached. */
    static final class NoProxy extends IOException {
        private static final long serialVersionUID = 1L;

        NoProxy(IOException cause) {
            super("the forward proxy cannot be reached", cause);
        }
    }

    /** The answer is longer than one may be. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong(int most) {
            super("longer than " + most + " bytes");
        }
    }

    /** Sends {@code request}, a whole request that asks for the connection to be closed, and reads the answer. */
    Response run(byte[] request) throws IOException {
        try (this) {
            Socket connection = secure(path(), settings.url());
            connection.getOutputStream().write(request);
            connection.getOutputStream().flush();
            InputStream in = connection.getInputStream();
            Response head = head(in);
            while (head.status() / 100 == 1) {
                head = head(in);
            }
            return new Response(head.status(), head.headers(), body(in, head));
        }
    }

    /** The way to the license backend, before TLS with it. */
    private Socket path() throws IOException {
        URI url = settings.url();
        if (settings.forwardProxy().isEmpty()) {
            connect(url);
            return socket;
        }
        ForwardProxy proxy = settings.forwardProxy().get();
        Socket way;
        try {
            connect(proxy.url());
            way = proxy.byTls() ? secure(socket, proxy.url()) : socket;
        } catch (IOException e) {
            throw new NoProxy(e);
        }
        String authority = authority(url, true);
        String authorization = proxy.credentials()
                .map(shown -> "Proxy-Authorization: " + shown.header() + "\r\n")
                .orElse("");
        String connect = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n" + authorization + "\r\n";
        way.getOutputStream().write(connect.getBytes(StandardCharsets.ISO_8859_1));
        way.getOutputStream().flush();
        int status = head(way.getInputStream()).status();
        if (status / 100 != 2) {
            throw new ProxyRefuses(status);
        }
        return way;
    }

    private void connect(URI to) throws IOException {
        socket.setSoTimeout(patienceMillis);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getByName(host(to)), port(to)), patienceMillis);
    }

    private Socket secure(Socket way, URI to) throws IOException {
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(way, host(to), port(to), true);
        secured.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 9110 §4.3.4
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private static String host(URI url) {
        String host = String.valueOf(url.getHost());
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "http".equals(url.getScheme()) ? 80 : 443;
    }

    /** Host and port as a request names them. */
    static String authority(URI url, boolean alwaysPort) {
        return url.getHost() + (alwaysPort || url.getPort() >= 0 ? ":" + port(url) : "");
    }

    private static Response head(InputStream in) throws IOException {
        int[] left = {MOST_HEAD};
        String[] first = line(in, left).split(" ", 3);
        if (first.length < 2 || !first[0].startsWith("HTTP/1.") || !first[1].matches("[1-5][0-9]{2}")) {
            throw new IOException("no HTTP/1.1 response");
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return new Response(Integer.parseInt(first[1]), headers, new byte[0]);
    }

    private static String line(InputStream in, int[] left) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("cut before the end of a line");
            }
            if (--left[0] < 0) {
                throw new TooLong(MOST_HEAD);
            }
            line.append((char) c);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }

    /** RFC 9112 §6.3: chunked, of a length, or to the end of the connection. */
    private static byte[] body(InputStream in, Response head) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (head.status() == 204 || head.status() == 304) {
            return body.toByteArray();
        }
        String coding = head.headers().getOrDefault("transfer-encoding", "");
        if (coding.equalsIgnoreCase("chunked")) {
            for (long size = chunk(in); size > 0; size = chunk(in)) {
                take(in, size, body);
                line(in, new int[] {2});
            }
        } else if (!coding.isEmpty()) {
            throw new IOException("a transfer coding nobody asked for");
        } else if (head.headers().containsKey("content-length")) {
            take(in, number(head.headers().get("content-length"), 10), body);
        } else {
            body.write(in.readNBytes(MOST_BODY + 1));
            if (body.size() > MOST_BODY) {
                throw new TooLong(MOST_BODY);
            }
        }
        return body.toByteArray();
    }

    private static long chunk(InputStream in) throws IOException {
        return number(line(in, new int[] {256}).split(";", 2)[0].strip(), 16);
    }

    private static long number(String text, int radix) throws IOException {
        try {
            return Long.parseUnsignedLong(text, radix);
        } catch (NumberFormatException e) {
            throw new IOException("a length that is no number", e);
        }
    }

    private static void take(InputStream in, long size, ByteArrayOutputStream body) throws IOException {
        if (size < 0 || size > MOST_BODY - body.size()) {
            throw new TooLong(MOST_BODY);
        }
        byte[] bytes = in.readNBytes((int) size);
        if (bytes.length < size) {
            throw new EOFException("cut before the end of the body");
        }
        body.writeBytes(bytes);
    }

    /** Cuts it, at any time. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
