package io.passgate.backend;

import io.passgate.backend.BackendException.Trouble;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS towards the license backend, trusting the certificate authorities of the site's own PEM file and no others; those of
 * the Java platform only where no file is configured. Stateless.
 */
final class TrustAnchors {
    private TrustAnchors() {}

    /** Reads the file anew, so that a replaced one counts at the next verification. */
    static SSLContext context(Optional<Path> file) throws BackendException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            if (file.isEmpty()) {
                context.init(null, null, null);
                return context;
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store(file.get()));
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new BackendException(
                    Trouble.TLS,
                    "the certificate authorities in " + file.map(Path::toString).orElse("the Java platform")
                            + " cannot be read: expected PEM certificates",
                    e);
        }
    }

    private static KeyStore store(Path file) throws BackendException, GeneralSecurityException {
        Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(
                        SiteFiles.read(file, "the certificate authorities of the license backend")
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        if (certificates.isEmpty()) {
            throw new BackendException(Trouble.TLS, file + " holds no certificate: expected PEM certificates");
        }
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store cannot be made", e);
        }
    }
}
