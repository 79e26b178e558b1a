package io.passgate.app;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.time.Duration;
import java.time.Instant;

/**
 * A certificate for a host, and an authority made for nothing else: for demos and trials. Immutable.
 *
 * @param authority whose key is not kept
 * @param server the certificate and its key
 */
public record ThrowAwayCertificates(X509Bundle authority, X509Bundle server) {

    private static final Duration VALID = Duration.ofDays(90);

    /** For {@code host}, localhost and 127.0.0.1; good for 30 days. */
    public static ThrowAwayCertificates make(String host, Instant now) throws Exception {
        X509Bundle authority = new CertificateBuilder()
                .subject("CN=Passgate demo authority")
                .setIsCertificateAuthority(true)
                .ecp256()
                .notBefore(now.minus(Duration.ofHours(1)))
                .notAfter(now.plus(VALID))
                .buildSelfSigned();
        CertificateBuilder server = new CertificateBuilder()
                .subject("CN=" + host)
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .ecp256()
                .notBefore(now.minus(Duration.ofHours(1)))
                .notAfter(now.plus(VALID));
        return new ThrowAwayCertificates(
                authority, (host.equals("localhost") ? server : server.addSanDnsName(host)).buildIssuedBy(authority));
    }

    /** What clients trust. */
    public String authorityPem() {
        return authority.getCertificatePEM();
    }

    /** The certificate of the server with its issuer. */
    public String certificatePem() {
        return server.getCertificatePathPEM();
    }

    /** The private key of the server. */
    public String keyPem() {
        return server.getPrivateKeyPEM();
    }
}
