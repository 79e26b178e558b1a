package io.passgate.app;

import io.passgate.demo.DemoPeople;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * One visit to the demo hub through the gate, as a browser makes it: signs in, sees the hub's page, hears its live feed.
 * Confined to one thread.
 */
final class DemoVisit {

    private static final String PERSON = "ana";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI root;
    private final HttpClient browser;

    DemoVisit(URI root, SSLContext trusted) {
        this.root = root;
        this.browser = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .cookieHandler(new CookieManager())
                .sslContext(trusted)
                .connectTimeout(PATIENCE)
                .build();
    }

    /**
     * Makes it.
     *
     * @throws IOException saying what did not work
     */
    void make() throws IOException, InterruptedException {
        HttpResponse<String> page = browser.send(
                HttpRequest.newBuilder(root.resolve("/login"))
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("user=" + PERSON + "&password=" + DemoPeople.PASSWORD))
                        .build(),
                BodyHandlers.ofString());
        if (page.statusCode() != 200 || !page.uri().equals(root.resolve("/"))) {
            throw new IOException("signing in as %s led to %s with status %d, expected the hub's page with 200"
                    .formatted(PERSON, page.uri(), page.statusCode()));
        }
        hear();
    }

    private void hear() throws IOException, InterruptedException {
        CompletableFuture<CharSequence> heard = new CompletableFuture<>();
        CompletableFuture<WebSocket> opened = browser.newWebSocketBuilder()
                .connectTimeout(PATIENCE)
                .buildAsync(
                        URI.create("wss" + root.resolve("/feed").toString().substring("https".length())), into(heard));
        try {
            WebSocket feed = opened.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            heard.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            feed.abort();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the live feed says nothing: " + e, e);
        }
    }

    private static WebSocket.Listener into(CompletableFuture<CharSequence> heard) {
        return new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket feed, CharSequence text, boolean last) {
                heard.complete(text);
                return CompletableFuture.completedFuture(text);
            }

            @Override
            public CompletionStage<?> onClose(WebSocket feed, int status, String reason) {
                heard.completeExceptionally(new IOException("closed with " + status));
                return CompletableFuture.completedFuture(reason);
            }

            @Override
            public void onError(WebSocket feed, Throwable error) {
                heard.completeExceptionally(error);
            }
        };
    }
}
