package io.passgate.backend;

import static java.util.Objects.requireNonNull;

import io.passgate.contract.Answer;
import io.passgate.contract.LicenseKey;
import io.passgate.contract.Nonce;
import io.passgate.contract.SiteId;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the license backend for the definition, once per call (domain.md §4.2), or for a License Enabler File (§4.3):
 *
 * <pre>
 * GET {url}/v1/definitions/portable/info?format=1&amp;nonce={nonce}&amp;site={site id}
 * Authorization: Bearer {signed license key}
 * </pre>
 *
 * <p>An answer comes with status 200, or 403 when the license is on the deny list or the key revoked: that too is signed.
 * Redirects are not followed, for the key goes to the configured address only. Each call makes its own connection and reads
 * the trust anchors anew; there is one a day. One call at a time; closed by any thread.
 */
final class BackendClient implements AutoCloseable {
    static final String PATH = "/v1/definitions/portable/info";
    static final String LEF_PATH = "/v1/enabler-files/";

    private static final int MOST_BYTES = 256 * 1_024;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final BackendSettings settings;
    private final Duration patience;
    private final PlainWords words;
    private volatile Optional<Future<?>> running = Optional.empty();
    private volatile boolean closed;

    /** @param patience how long one exchange may take, from name resolution to the last byte */
    BackendClient(BackendSettings settings, Duration patience) {
        this.settings = requireNonNull(settings, "settings");
        this.patience = requireNonNull(patience, "patience");
        this.words = new PlainWords(
                settings.url(), settings.trust().map(Path::toString).orElse("the Java platform"));
    }

    /** The text of the answer, not yet verified. Blocks. */
    String fetch(LicenseKey key, Nonce nonce, SiteId site) throws BackendException {
        HttpResponse<byte[]> response = exchange(request(key, nonce, site));
        byte[] body = response.body();
        boolean answers = response.statusCode() == 200 || (response.statusCode() == 403 && looksSigned(body));
        if (!answers) {
            throw words.status(response.statusCode());
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * The text of the License Enabler File of that serial number, not yet verified. Blocks. The control number, a secret, goes
     * where no access log has it:
     *
     * <pre>
     * GET {url}/v1/enabler-files/{serial number}
     * Authorization: Bearer {control number}
     * </pre>
     */
    String fetchEnablerFile(String serial, String control) throws BackendException {
        HttpResponse<byte[]> response = exchange(request(LEF_PATH + serial, control, "text/plain"));
        if (response.statusCode() == 404) {
            throw words.noEnablerFile();
        }
        if (response.statusCode() != 200) {
            throw words.status(response.statusCode());
        }
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static boolean looksSigned(byte[] body) {
        return new String(body, StandardCharsets.UTF_8).contains("\"sld\"");
    }

    private HttpRequest request(LicenseKey key, Nonce nonce, SiteId site) {
        String query = "?format=" + Answer.FORMAT + "&nonce=" + nonce.text() + "&site=" + site.text();
        return request(PATH + query, key.compact(), "application/json");
    }

    private HttpRequest request(String pathAndQuery, String bearer, String accept) {
        String base = settings.url().toString();
        return HttpRequest.newBuilder(
                        URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + pathAndQuery))
                .header("Authorization", "Bearer " + bearer)
                .header("Accept", accept)
                .header("User-Agent", "passgate")
                .timeout(patience)
                .build();
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) throws BackendException {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(TrustAnchors.context(settings.trust()))
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience.compareTo(CONNECT) < 0 ? patience : CONNECT)
                .proxy(proxy())
                .build();
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, head -> new LimitedBody(MOST_BYTES));
        running = Optional.of(exchange);
        if (closed) {
            exchange.cancel(true);
        }
        try {
            return exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw words.failure(requireNonNull(e.getCause(), "cause"));
        } catch (TimeoutException | CancellationException e) {
            throw words.failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw words.failure(new TimeoutException("interrupted"));
        } finally {
            exchange.cancel(true);
        }
    }

    /** Gives up a running exchange, and every later one. */
    @Override
    public void close() {
        closed = true;
        running.ifPresent(exchange -> exchange.cancel(true));
    }

    private ProxySelector proxy() {
        return settings.forwardProxy()
                .map(uri -> ProxySelector.of(
                        InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort())))
                .orElse(HttpClient.Builder.NO_PROXY);
    }
}
