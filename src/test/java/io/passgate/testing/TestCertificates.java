package io.passgate.testing;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates made for one test run: an authority of our own and one certificate for loopback. Immutable.
 *
 * @param authority PEM file of the authority, to be trusted
 * @param certificate PEM file with the chain for 127.0.0.1, ::1 and localhost
 * @param key PEM file with its key
 */
public record TestCertificates(Path authority, Path certificate, Path key, SSLContext context) {
    /** Makes them in this directory. The context shows the certificate and trusts the authority. */
    public static TestCertificates in(Path directory) {
        try {
            X509Bundle authority = new CertificateBuilder()
                    .ecp256()
                    .subject("CN=Passgate test authority")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
            X509Bundle server = new CertificateBuilder()
                    .ecp256()
                    .subject("CN=localhost")
                    .addSanDnsName("localhost")
                    .addSanIpAddress("127.0.0.1")
                    .addSanIpAddress("::1")
                    .buildIssuedBy(authority);
            Path trust = Files.writeString(directory.resolve("authority.pem"), authority.getCertificatePEM());
            Path chain = Files.writeString(directory.resolve("server.pem"), server.getCertificatePathPEM());
            Path key = Files.writeString(directory.resolve("server.key"), server.getPrivateKeyPEM());
            return new TestCertificates(trust, chain, key, context(authority, server));
        } catch (Exception e) {
            throw new IllegalStateException("certificates cannot be made", e);
        }
    }

    private static SSLContext context(X509Bundle authority, X509Bundle server) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("server", server.getKeyPair().getPrivate(), new char[0], server.getCertificatePath());
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, new char[0]);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry("authority", authority.getCertificate());
        trust.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
