package io.passgate.backend;

import io.passgate.backend.BackendException.Trouble;
import io.passgate.tls.CertifiedKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards the license backend, trusting the certificate authorities of the site's own PEM file and no others; those of
 * the Java platform only where no file is configured. Stateless.
 */
final class TrustAnchors {
    private static final char[] NO_PASSWORD = {};

    private TrustAnchors() {}

    /** Reads the file anew, so that a replaced one counts at the next verification. */
    static SSLContext context(BackendSettings settings) throws BackendException {
        KeyManager @Nullable [] own = own(settings.certificate());
        Optional<Path> file = settings.trust();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            if (file.isEmpty()) {
                context.init(own, null, null);
                return context;
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store(file.get()));
            context.init(own, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new BackendException(
                    Trouble.TLS,
                    "the certificate authorities in " + file.map(Path::toString).orElse("the Java platform")
                            + " cannot be read: expected PEM certificates",
                    e);
        }
    }

    /** The client certificate with its key; null where there is none, as an SSL context wants it. */
    private static KeyManager @Nullable [] own(Optional<BackendSettings.ClientCertificate> certificate)
            throws BackendException {
        if (certificate.isEmpty()) {
            return null;
        }
        try {
            CertifiedKey key = CertifiedKey.read(
                    certificate.get().chain(), certificate.get().key());
            KeyStore store = empty();
            store.setKeyEntry("site", key.key(), NO_PASSWORD, key.chain().toArray(new Certificate[0]));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            return keys.getKeyManagers();
        } catch (IllegalArgumentException e) {
            throw new BackendException(Trouble.FILES, "license.backend.certificate: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new BackendException(
                    Trouble.FILES, "license.backend.certificate and key cannot be used: " + e.getMessage(), e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store cannot be made", e);
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
        KeyStore store = empty();
        int number = 0;
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("authority-" + number++, certificate);
        }
        return store;
    }
}
