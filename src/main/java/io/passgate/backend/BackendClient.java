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
import io.passgate.rest.HttpCaller;
import io.passgate.rest.HttpCaller.Response;
import io.passgate.rest.HttpRoute;
import io.passgate.tls.CertifiedKey;
import io.passgate.tls.TrustedAuthorities;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Asks the license backend, once per call: for the definition (domain.md §4.2), for a License Enabler File (§4.3), for the chain of
 * signers (decision 32), and to sync assignments (decision 35):
 *
 * <pre>
 * GET {url}/v1/definitions/portable/info?format=1&amp;nonce={nonce}&amp;site={site id}
 * Authorization: Bearer {signed license key}
 * </pre>
 *
 * <p>An answer comes with status 200, or 403 when the license is on the deny list or the key revoked: that too is signed.
 * Redirects are not followed, for the key goes to the configured address only. Each call makes its own connection and reads
 * the trust anchors anew; there is one every ten minutes. Safe for use by many threads.
 */
final class BackendClient implements AutoCloseable {
    static final String PATH = "/v1/definitions/portable/info";
    static final String LEF_PATH = "/v1/enabler-files/";
    static final String SYNC_PATH = "/v1/assignments/sync";
    static final String SIGNERS_PATH = "/v1/signers";
    private static final byte[] NO_BODY = {};

    private final BackendSettings settings;
    private final InstantSource clock;
    private final PlainWords words;
    private final HttpCaller http;

    /** @param patience how long one exchange may take, from name resolution to the last byte */
    BackendClient(BackendSettings settings, Duration patience, InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
        this.settings = requireNonNull(settings, "settings");
        this.words = new PlainWords(settings);
        this.http = new HttpCaller("license-exchange", patience);
    }

    /** The text of the answer, not yet verified. Blocks. */
    String fetch(LicenseKey key, Nonce nonce, SiteId site) throws BackendException {
        String query = "?format=" + Answer.FORMAT + "&nonce=" + nonce.text() + "&site=" + site.text();
        Response response = exchange("GET", PATH + query, key.compact(), "application/json", NO_BODY);
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
        Response response = exchange("GET", LEF_PATH + serial, control, "text/plain", NO_BODY);
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
        Response response = exchange("POST", SYNC_PATH, key.compact(), "application/json", body);
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
        Response response = exchange("GET", SIGNERS_PATH, "", "application/json", NO_BODY);
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

    private BackendException status(Response response) {
        return words.status(response.status())
                .after(RetryAfter.read(response.headers().getOrDefault("retry-after", ""), clock.instant()));
    }

    private static boolean looksSigned(byte[] body) {
        return new String(body, StandardCharsets.UTF_8).contains("\"sld\"");
    }

    /**
     * @param bearer empty: nobody says who they are
     * @param body JSON; empty for none
     */
    private Response exchange(String method, String pathAndQuery, String bearer, String accept, byte[] body)
            throws BackendException {
        URI url = settings.url();
        String base = url.getRawPath().endsWith("/")
                ? url.getRawPath().substring(0, url.getRawPath().length() - 1)
                : url.getRawPath();
        Map<String, String> headers = new TreeMap<>(Map.of("Accept", accept, "User-Agent", "passgate"));
        if (!bearer.isEmpty()) {
            headers.put("Authorization", "Bearer " + bearer);
        }
        if (body.length > 0) {
            headers.put("Content-Type", "application/json");
        }
        HttpRoute route = new HttpRoute(url, tls(), settings.forwardProxy().map(ForwardProxy::onTheWay));
        try {
            return http.call(route, new HttpCaller.Request(method, base + pathAndQuery, headers, body));
        } catch (IOException e) {
            throw words.failure(e);
        }
    }

    /** Reads the files anew, so that replaced ones count at the next exchange. */
    private SSLContext tls() throws BackendException {
        Optional<Path> missing = settings.trust().filter(Files::notExists);
        if (missing.isPresent()) {
            throw new BackendException(
                    Trouble.FILES,
                    "the certificate authorities of the license backend is missing: there is no " + missing.get());
        }
        Optional<CertifiedKey> own = read("license.backend.certificate", () -> settings.certificate()
                .map(shown -> CertifiedKey.read(shown.chain(), shown.key())));
        return read("license.backend.trust", () -> TrustedAuthorities.context(settings.trust(), own));
    }

    private static <T> T read(String setting, Supplier<T> files) throws BackendException {
        try {
            return files.get();
        } catch (IllegalArgumentException e) {
            throw new BackendException(Trouble.FILES, setting + ": " + e.getMessage(), e);
        }
    }

    /** Gives up a running exchange, and every later one. */
    @Override
    public void close() {
        http.close();
    }
}
