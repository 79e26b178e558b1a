package io.passgate.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A program that behaves like a browser with a cookie jar, but follows no redirect: cookies are kept by name and sent with
 * everything. Not safe for use by several threads.
 */
public final class HttpVisitor {
    private final SSLContext tls;
    private final HttpClient http;
    private final Map<String, String> cookies = new TreeMap<>();
    private URI root;

    /** At the site whose address is {@code root}, and whose certificate the authority in that file vouches for. */
    public HttpVisitor(URI root, Path authority) {
        this.root = root;
        this.tls = trusting(authority);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .build();
    }

    /** A context that trusts this authority and nobody else. */
    public static SSLContext trusting(Path authority) {
        try (InputStream in = Files.newInputStream(authority)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The site has moved; the cookies stay. */
    public void moveTo(URI newRoot) {
        root = newRoot;
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).header("Accept", "text/html").GET());
    }

    /** Sends a form with these names and values in turn. */
    public HttpResponse<String> post(String path, String... form) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < form.length; i += 2) {
            body.append(i == 0 ? "" : "&")
                    .append(form[i])
                    .append('=')
                    .append(URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
        }
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    /** The value of the Cookie header. */
    public String cookies() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    /** The value of one cookie, empty when there is none. */
    public String cookie(String name) {
        return cookies.getOrDefault(name, "");
    }

    /** A WebSocket that is open, or the failure to open one. */
    public Feed feed(String path) {
        Feed feed = new Feed();
        feed.socket = Optional.of(http.newWebSocketBuilder()
                .header("Cookie", cookies())
                .buildAsync(URI.create(root.toString().replaceFirst("^http", "ws") + path), feed)
                .orTimeout(20, TimeUnit.SECONDS)
                .join());
        return feed;
    }

    /** What is heard on a WebSocket. */
    public static final class Feed implements WebSocket.Listener {
        private final CompletableFuture<String> first = new CompletableFuture<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private volatile int messages;
        private Optional<WebSocket> socket = Optional.empty();

        /** Waits for the first message. */
        public String first() {
            return first.orTimeout(20, TimeUnit.SECONDS).join();
        }

        /** How many messages have come. */
        public int messages() {
            return messages;
        }

        public boolean isOpen() {
            return !closed.isDone();
        }

        /** Waits for the other side to close: the close code. */
        public int closed() {
            return closed.orTimeout(20, TimeUnit.SECONDS).join();
        }

        /** Cuts it. */
        public void cut() {
            socket.ifPresent(WebSocket::abort);
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // the listener is called by one thread at a time
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            messages++;
            first.complete(data.toString());
            webSocket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.completeExceptionally(error);
            first.completeExceptionally(error);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path))
                .timeout(Duration.ofSeconds(30))
                .header("Sec-Fetch-Site", "same-origin")
                .header("Sec-Fetch-Mode", "navigate");
        return cookies.isEmpty() ? request : request.header("Cookie", cookies());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            answer.headers().allValues("set-cookie").forEach(this::keep);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void keep(String setCookie) {
        int equals = setCookie.indexOf('=');
        int end = setCookie.indexOf(';');
        String name = setCookie.substring(0, equals);
        if (setCookie.contains("Max-Age=0")) {
            cookies.remove(name);
        } else {
            cookies.put(name, setCookie.substring(equals + 1, end < 0 ? setCookie.length() : end));
        }
    }
}
