package io.passgate.backend;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority made for one test run, and the server certificates that it issues. */
final class Authority {
    private final Instant now = Instant.now();

    private final X509Bundle root;

    Authority(String name) throws Exception {
        root = dated(new CertificateBuilder(), now.plus(Duration.ofDays(2)))
                .subject("CN=" + name)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    String pem() {
        return root.getCertificatePEM();
    }

    /** Trusts whom this one vouches for. */
    TrustManagerFactory trusting() throws Exception {
        return root.toTrustManagerFactory();
    }

    X509Bundle server(String host) throws Exception {
        return server(host, now.plus(Duration.ofDays(1)));
    }

    X509Bundle server(String host, Instant until) throws Exception {
        return dated(new CertificateBuilder(), until)
                .subject("CN=" + host)
                .addSanDnsName(host)
                .buildIssuedBy(root);
    }

    private CertificateBuilder dated(CertificateBuilder builder, Instant until) {
        return builder.notBefore(now.minus(Duration.ofDays(9))).notAfter(until);
    }
}
