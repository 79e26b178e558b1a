package io.passgate.front;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.passgate.tls.CertifiedKey;
import javax.net.ssl.SSLException;

/** TLS 1.2 and 1.3 towards clients: BoringSSL where it loads, the JDK's otherwise. */
final class ServerTls {
    /** The key goes through a store in memory; PKCS #12 would stretch a password over it for a second of start-up. */
    private static final String IN_MEMORY = "JKS";

    private ServerTls() {}

    /**
     * Reads certificate and key.
     *
     * @throws IllegalArgumentException naming the files when they cannot be used
     */
    static SslContext of(ListenerSettings.Tls files) {
        try {
            CertifiedKey certified = CertifiedKey.read(files.certificate(), files.key());
            return SslContextBuilder.forServer(certified.key(), certified.chain())
                    .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .keyStoreType(IN_MEMORY)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_1_1))
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException("listen.tls: " + e.getMessage(), e);
        }
    }
}
