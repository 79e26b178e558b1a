package io.passgate.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS of a client that trusts the certificate authorities of a PEM file and no others; those of the Java platform only where there
 * is no file. Stateless.
 */
public final class TrustedAuthorities {
    private static final char[] NO_PASSWORD = {};

    private TrustedAuthorities() {}

    /**
     * Reads the file.
     *
     * @param own what a server that asks for a client certificate is shown
     * @throws IllegalArgumentException naming the file when it cannot be read or holds no certificates
     */
    public static SSLContext context(Optional<Path> authorities, Optional<CertifiedKey> own) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    own.isPresent() ? shown(own.get()) : null,
                    authorities.isPresent() ? managers(authorities.get()) : null,
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("no TLS can be made of these certificates: " + e.getMessage(), e);
        }
    }

    private static KeyManager[] shown(CertifiedKey own) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setKeyEntry("own", own.key(), NO_PASSWORD, own.chain().toArray(new Certificate[0]));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        return keys.getKeyManagers();
    }

    /**
     * What decides whom to trust by that file.
     *
     * @throws IllegalArgumentException naming the file when it cannot be read or holds no certificates
     */
    public static TrustManager[] managers(Path file) {
        try {
            KeyStore store = empty();
            for (X509Certificate authority : CertifiedKey.certificates(file)) {
                store.setCertificateEntry("authority-" + store.size(), authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(file + ": expected PEM certificates (" + e.getMessage() + ")", e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }
}
