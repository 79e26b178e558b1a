package io.passgate.tls;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A private key and the certificate that vouches for it. Read with the JDK alone: Netty's own reader loads a whole security
 * provider first (decision 13). Immutable.
 *
 * @param key of RSA, EC, Ed25519 or Ed448
 * @param chain the certificate first, then its issuers
 */
public record CertifiedKey(PrivateKey key, List<X509Certificate> chain) {

    /** A signature to try a key with, by the key's algorithm. */
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    public CertifiedKey {
        chain = List.copyOf(chain);
    }

    /**
     * Reads both.
     *
     * @throws IllegalArgumentException naming the file that cannot be used, or both where they do not belong together
     */
    public static CertifiedKey read(Path certificate, Path key) {
        List<X509Certificate> chain = chain(PemFile.read(certificate));
        PublicKey certified = chain.get(0).getPublicKey();
        if (!SIGNATURES.containsKey(certified.getAlgorithm())) {
            throw new IllegalArgumentException(
                    "%s: expected a certificate of an RSA, EC, Ed25519 or Ed448 key, found one of %s"
                            .formatted(certificate, certified.getAlgorithm()));
        }
        PrivateKey own = privateKey(PemFile.read(key), certified.getAlgorithm(), certificate);
        if (!belongTogether(own, certified)) {
            throw new IllegalArgumentException(
                    "%s is not the private key of the certificate in %s".formatted(key, certificate));
        }
        return new CertifiedKey(own, chain);
    }

    /**
     * The certificates of a file, such as the authorities of clients.
     *
     * @throws IllegalArgumentException naming the file that cannot be used
     */
    public static List<X509Certificate> certificates(Path file) {
        return chain(PemFile.read(file));
    }

    private static List<X509Certificate> chain(PemFile file) {
        List<X509Certificate> chain = new ArrayList<>();
        for (byte[] der : file.blocks("CERTIFICATE")) {
            try {
                chain.add((X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
            } catch (CertificateException e) {
                throw new IllegalArgumentException(
                        "%s: certificate %d of the file cannot be read".formatted(file.path(), chain.size() + 1), e);
            }
        }
        if (chain.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s: expected a certificate in PEM (-----BEGIN CERTIFICATE-----), but it holds no certificate"
                            .formatted(file.path()));
        }
        return chain;
    }

    private static PrivateKey privateKey(PemFile file, String algorithm, Path certificate) {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(file.privateKey()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "%s: expected a private key of %s, as the certificate in %s"
                            .formatted(file.path(), algorithm, certificate),
                    e);
        }
    }

    private static boolean belongTogether(PrivateKey own, PublicKey certified) {
        byte[] probe = {1};
        try {
            Signature signature = Signature.getInstance(SIGNATURES.getOrDefault(certified.getAlgorithm(), "none"));
            signature.initSign(own);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "CertifiedKey[" + chain.get(0).getSubjectX500Principal() + "]";
    }
}
