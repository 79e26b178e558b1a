package io.passgate.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS of a client that trusts the certificate authorities of a PEM file and no others. Stateless. */
public final class TrustedAuthorities {

    private TrustedAuthorities() {}

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException naming the file when it holds no certificates
     */
    public static SSLContext context(Path file) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(file), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw unfit(file, e);
        }
    }

    /**
     * What decides whom to trust by that file.
     *
     * @throws IllegalArgumentException naming the file when it holds no certificates
     */
    public static TrustManager[] managers(Path file) {
        List<byte[]> certificates = PemFile.read(file).blocks("CERTIFICATE");
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException(file + ": expected PEM certificates, found none");
        }
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (byte[] certificate : certificates) {
                store.setCertificateEntry(
                        "authority-" + store.size(),
                        factory.generateCertificate(new ByteArrayInputStream(certificate)));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw unfit(file, e);
        }
    }

    private static IllegalArgumentException unfit(Path file, Exception cause) {
        return new IllegalArgumentException(file + ": expected PEM certificates (" + cause.getMessage() + ")", cause);
    }
}
