package io.passgate.alerts;

import io.passgate.alerts.AlertSettings.WebhookSettings;
import io.passgate.tls.TrustedAuthorities;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * One attempt to hand an alert over:
 *
 * <pre>
 * POST {url}
 * Content-Type: application/json
 * Passgate-Alert: {id}
 * Passgate-Timestamp: {seconds since 1970}
 * Passgate-Signature: v1={HMAC-SHA256 over timestamp "." body}
 * </pre>
 *
 * <p>Any status of success is a receipt; redirects are not followed, for the alert goes to the configured address only. Secret and
 * authorities are read anew each time. Blocks. Used by one thread at a time.
 */
final class Post {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final WebhookSettings settings;
    private final Duration patience;
    private final InstantSource clock;

    /** @param patience how long a receiver may take to answer */
    Post(WebhookSettings settings, Duration patience, InstantSource clock) {
        this.settings = settings;
        this.patience = patience;
        this.clock = clock;
    }

    /** Empty after a success, otherwise what went wrong. */
    Optional<String> attempt(Alert alert) throws InterruptedException {
        try {
            HttpResponse<InputStream> answer = client().send(request(alert), BodyHandlers.ofInputStream());
            answer.body().close(); // nobody wants to know what else it says, however long it is
            int status = answer.statusCode();
            return status / 100 == 2 ? Optional.empty() : Optional.of("it answered with status " + status);
        } catch (HttpTimeoutException e) {
            return Optional.of("it did not answer in time");
        } catch (SSLException e) {
            return Optional.of("its certificate is not accepted, or no TLS was found in common");
        } catch (IOException e) {
            return Optional.of("it could not be reached, or the secret not be read: "
                    + Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName()));
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private HttpClient client() {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        if (settings.trust().isPresent()) {
            builder.sslContext(TrustedAuthorities.context(settings.trust(), Optional.empty()));
        }
        return builder.build();
    }

    private HttpRequest request(Alert alert) throws IOException {
        byte[] body = alert.json();
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        return HttpRequest.newBuilder(settings.url())
                .timeout(patience)
                .header("Content-Type", "application/json")
                .header("User-Agent", "passgate")
                .header("Passgate-Alert", alert.id())
                .header("Passgate-Timestamp", timestamp)
                .header(
                        "Passgate-Signature",
                        "v1=" + Secret.read(settings.secretFile()).sign(timestamp, body))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }
}
