package io.passgate.issuer;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.passgate.contract.Allotment;
import io.passgate.contract.Definition;
import io.passgate.contract.Nonce;
import io.passgate.contract.SiteId;
import io.passgate.contract.SyncAnswer;
import io.passgate.contract.SyncRequest;
import io.passgate.license.May;
import io.passgate.rest.RestSettings;
import io.passgate.tls.CertifiedKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/** An issuer in a directory that serves over TLS, with one license, and a client of it; its time is moved by hand. */
final class ServedIssuer implements AutoCloseable {
    static final String LICENSE = "9999000000002782";
    static final SecureRandom RANDOM = new SecureRandom();

    final InstantSource clock = this::now;
    final Path directory;
    final X509Bundle certificate;
    private volatile Instant now = Instant.parse("2026-11-25T12:00:00Z");
    private Issuer issuer;
    private URI base;

    ServedIssuer(Path parent) throws Exception {
        directory = parent.resolve("issuer");
        certificate = new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        Issuer.make(directory, "vendor", clock).close();
        start(List.of());
        issuer.define(LICENSE, definition(5));
    }

    static Definition definition(int professionals) {
        return new Definition(
                1,
                Instant.parse("2026-01-01T00:00:00Z"),
                Optional.empty(),
                Definition.PRODUCT,
                false,
                List.of(Allotment.of("professional", professionals), Allotment.of("analyzer_time", 1_000)),
                0,
                Optional.empty(),
                May.DEFAULT);
    }

    /** Serves anew, as after a restart; only to clients of these authorities, if there are any. */
    void start(List<java.security.cert.X509Certificate> clients) throws Exception {
        CertifiedKey key =
                new CertifiedKey(certificate.getKeyPair().getPrivate(), List.of(certificate.getCertificate()));
        issuer = Issuer.open(
                directory,
                RestSettings.of("issuer", "127.0.0.1", 0).withTls(key).withClients(clients),
                clock);
        base = URI.create("https://localhost:" + issuer.start());
    }

    void restart() throws Exception {
        issuer.close();
        start(List.of());
    }

    URI url() {
        return base;
    }

    Instant now() {
        return now;
    }

    void advance(Duration time) {
        now = now.plus(time);
    }

    Issuer issuer() {
        return issuer;
    }

    HttpClient client(KeyManager... own) throws Exception {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own, certificate.toTrustManagerFactory().getTrustManagers(), RANDOM);
        return HttpClient.newBuilder().sslContext(tls).build();
    }

    HttpResponse<String> get(HttpClient client, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> definition(String key) throws Exception {
        String path = "/v1/definitions/portable/info?format=1&nonce="
                + Nonce.draw(RANDOM).text() + "&site=" + SiteId.draw(RANDOM).text();
        return get(client(), path, "Authorization", "Bearer " + key);
    }

    HttpResponse<String> post(String key, String body) throws Exception {
        return client().send(
                        HttpRequest.newBuilder(base.resolve("/v1/assignments/sync"))
                                .headers("Authorization", "Bearer " + key, "Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    SyncAnswer sync(String key, SyncRequest request) throws Exception {
        HttpResponse<String> response = post(key, request.write());
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return SyncAnswer.read(response.body(), issuer.signers());
    }

    @Override
    public void close() {
        issuer.close();
    }
}
