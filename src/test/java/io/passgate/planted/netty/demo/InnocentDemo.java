package io.passgate.planted.netty.demo;

import io.netty.pkitesting.CertificateBuilder;

/** Keeps the rule. */
final class InnocentDemo {
    CertificateBuilder builder() {
        return new CertificateBuilder();
    }
}
