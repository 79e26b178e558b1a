package io.passgate.doctor;

import io.passgate.tls.TrustedAuthorities;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The authorities that may vouch for a target. Safe for use by many threads.
 *
 * @param words where they stand, in a sentence
 * @param manager decides
 */
record Trust(String words, X509ExtendedTrustManager manager) {

    /**
     * Those of that file; those of the Java platform where there is none.
     *
     * @throws IllegalArgumentException naming the file when it holds no certificates
     */
    static Trust of(Optional<Path> file) {
        TrustManager[] managers = file.map(TrustedAuthorities::managers).orElseGet(Trust::platform);
        X509ExtendedTrustManager manager = Stream.of(managers)
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow();
        return new Trust(file.map(Path::toString).orElse("the Java platform"), manager);
    }

    private static TrustManager[] platform() {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init((KeyStore) null);
            return trust.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the authorities of the Java platform cannot be read", e);
        }
    }

    int size() {
        return manager.getAcceptedIssuers().length;
    }
}
