package io.passgate.planted.netty.wire;

import io.netty.pkitesting.CertificateBuilder;

/** Breaks: throw-away certificates outside the demo. */
final class MakesCertificate {
    CertificateBuilder builder() {
        return new CertificateBuilder();
    }
}
