package io.passgate.backend;

import static java.util.Objects.requireNonNull;

import io.passgate.backend.BackendException.Trouble;
import io.passgate.contract.Answer;
import io.passgate.contract.ContractException;
import io.passgate.contract.LicenseKey;
import io.passgate.contract.Nonce;
import io.passgate.contract.SignerLink;
import io.passgate.contract.SiteId;
import io.passgate.contract.SyncRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * Asks the license backend for the definition (domain.md §4.2), once per call:
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
    static final String SYNC_PATH = "/v1/assignments/sync";
    static final String SIGNERS_PATH = "/v1/signers";
    private static final byte[] NOTHING = {};

    private final BackendSettings settings;
    private final Duration patience;
    private final InstantSource clock;
    private final PlainWords words;
    private volatile Optional<Future<?>> running = Optional.empty();
    private volatile boolean closed;

    /** @param patience how long one exchange may take, from name resolution to the last byte */
    BackendClient(BackendSettings settings, Duration patience, InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
        this.settings = requireNonNull(settings, "settings");
        this.patience = requireNonNull(patience, "patience");
        this.words = new PlainWords(settings);
    }

    /** The text of the answer, not yet verified. Blocks. */
    String fetch(LicenseKey key, Nonce nonce, SiteId site) throws BackendException {
        String query = "?format=" + Answer.FORMAT + "&nonce=" + nonce.text() + "&site=" + site.text();
        Exchange.Response response = get(PATH + query, key.compact(), "application/json");
        byte[] body = response.body();
        boolean answers = response.status() == 200 || (response.status() == 403 && looksSigned(body));
        if (!answers) {
            throw status(response);
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
        Exchange.Response response = get(LEF_PATH + serial, control, "text/plain");
        if (response.status() == 404) {
            throw words.noEnablerFile();
        }
        if (response.status() != 200) {
            throw status(response);
        }
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /**
     * The text of the answer to {@code request}, not yet verified. Blocks.
     *
     * <pre>
     * POST {url}/v1/assignments/sync
     * Authorization: Bearer {signed license key}
     * </pre>
     */
    String sync(LicenseKey key, SyncRequest request) throws BackendException {
        byte[] body = request.write().getBytes(StandardCharsets.UTF_8);
        Exchange.Response response = exchange("POST", SYNC_PATH, key.compact(), "application/json", body);
        if (response.status() == 404) {
            throw words.noSync();
        }
        if (response.status() != 200) {
            throw status(response);
        }
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** The chain of signers, unproved; empty when the license backend has none. Blocks. */
    Optional<List<String>> signers() throws BackendException {
        Exchange.Response response = exchange("GET", SIGNERS_PATH, "", "application/json", NOTHING);
        if (response.status() == 404) {
            return Optional.empty();
        }
        if (response.status() != 200) {
            throw status(response);
        }
        try {
            return Optional.of(SignerLink.chain(new String(response.body(), StandardCharsets.UTF_8)));
        } catch (ContractException e) {
            throw new BackendException(
                    Trouble.SIGNERS, "the license backend's chain of signers is not accepted: " + e.words(), e);
        }
    }

    private BackendException status(Exchange.Response response) {
        return words.status(response.status())
                .after(RetryAfter.read(response.headers().getOrDefault("retry-after", ""), clock.instant()));
    }

    private static boolean looksSigned(byte[] body) {
        return new String(body, StandardCharsets.UTF_8).contains("\"sld\"");
    }

    private Exchange.Response get(String pathAndQuery, String bearer, String accept) throws BackendException {
        return exchange("GET", pathAndQuery, bearer, accept, NOTHING);
    }

    private Exchange.Response exchange(String method, String pathAndQuery, String bearer, String accept, byte[] body)
            throws BackendException {
        URI url = settings.url();
        String base = url.getRawPath().endsWith("/")
                ? url.getRawPath().substring(0, url.getRawPath().length() - 1)
                : url.getRawPath();
        String request = method + " " + base + pathAndQuery + " HTTP/1.1\r\n"
                + "Host: " + Exchange.authority(url, false) + "\r\n"
                + (bearer.isEmpty() ? "" : "Authorization: Bearer " + bearer + "\r\n")
                + (body.length == 0 ? "" : "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n")
                + "Accept: " + accept + "\r\n"
                + "User-Agent: passgate\r\n"
                + "Connection: close\r\n\r\n";
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(request.getBytes(StandardCharsets.ISO_8859_1));
        whole.writeBytes(body);
        return run(whole.toByteArray());
    }

    private Exchange.Response run(byte[] request) throws BackendException {
        SSLContext tls = TrustAnchors.context(settings);
        try (Exchange exchange = new Exchange(settings, tls, (int) patience.toMillis())) {
            FutureTask<Exchange.Response> task = new FutureTask<>(() -> exchange.run(request));
            running = Optional.of(task);
            if (closed) {
                task.cancel(false);
            }
            Thread thread = new Thread(task, "license-exchange");
            thread.setDaemon(true);
            thread.start();
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw words.failure(requireNonNull(e.getCause(), "cause"));
        } catch (TimeoutException | CancellationException | IOException e) {
            throw words.failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw words.failure(new TimeoutException("interrupted"));
        }
    }

    /** Gives up a running exchange, and every later one. */
    @Override
    public void close() {
        closed = true;
        running.ifPresent(exchange -> exchange.cancel(false));
    }
}
