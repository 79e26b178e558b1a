package io.passgate.rest;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The certificate chain and private key of a listener, both as PEM text (PKCS#8 for the key). Immutable.
 *
 * @param certificatePem the server's certificate first, then its issuers
 * @param keyPem         the private key, not encrypted
 */
public record Tls(String certificatePem, String keyPem) {
    public Tls {
        requireNonNull(certificatePem, "certificatePem");
        requireNonNull(keyPem, "keyPem");
    }

    /** Reads both from files. */
    public static Tls read(Path certificate, Path key) throws IOException {
        return new Tls(
                Files.readString(certificate, StandardCharsets.US_ASCII),
                Files.readString(key, StandardCharsets.US_ASCII));
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "Tls[...]";
    }
}
