package io.passgate.doctor;

import io.passgate.doctor.TlsAnswer.Chosen;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A whole TLS handshake as a gate makes it – one that only records what it is shown, and one that trusts nobody but whom it may.
 * Stateless.
 */
final class Handshake {
    /** Those that a gate speaks. */
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private Handshake() {}

    /** What the authorities say of a certificate. */
    enum Vouched {
        YES,
        /** Only that its time has ended or not begun. */
        NOT_NOW,
        /** Signed with something that is not strong enough. */
        TOO_WEAK,
        NO
    }

    /**
     * What was seen.
     *
     * @param chosen version and cipher, when the handshake came to its end
     * @param failure why it did not, empty when it did
     * @param chain the certificate, then its issuers, as far as they were sent
     * @param vouched what the authorities say of it, names left aside
     * @param asksForCertificate whether it asked for one of this side's
     */
    record Seen(
            Optional<Chosen> chosen,
            String failure,
            List<X509Certificate> chain,
            Vouched vouched,
            boolean asksForCertificate) {
        Seen {
            chain = List.copyOf(chain);
        }
    }

    /** The ciphers that are offered. */
    static Set<String> ciphers() {
        return Set.of(((SSLSocketFactory) SSLSocketFactory.getDefault()).getDefaultCipherSuites());
    }

    /** Records whoever is there. Nothing may be sent over it: it trusts anybody. Closes the socket. */
    static Seen record(Socket socket, Target target, Trust trust) throws IOException {
        Recorder recorder = new Recorder(trust.manager());
        NoCertificate own = new NoCertificate();
        try (SSLSocket tls = secured(socket, target, recorder, own)) {
            tls.startHandshake();
            SSLSession session = tls.getSession();
            TlsVersion version = session.getProtocol().equals("TLSv1.3") ? TlsVersion.TLS_1_3 : TlsVersion.TLS_1_2;
            return recorder.seen(Optional.of(new Chosen(version, session.getCipherSuite())), "", own.isAskedFor());
        } catch (IOException e) {
            return recorder.seen(Optional.empty(), String.valueOf(e.getMessage()), own.isAskedFor());
        }
    }

    /** A connection to whom the authorities vouch for, under that name, now; anybody else makes it fail. */
    static SSLSocket trusting(Socket socket, Target target, Trust trust) throws IOException {
        SSLSocket tls = secured(socket, target, trust.manager(), new NoCertificate());
        try {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return tls;
        } catch (IOException e) {
            tls.close();
            throw e;
        }
    }

    private static SSLSocket secured(Socket socket, Target target, TrustManager manager, KeyManager own)
            throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {own}, new TrustManager[] {manager}, null);
            SSLSocket tls =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, target.host(), target.port(), true);
            tls.setEnabledProtocols(PROTOCOLS);
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Keeps what it is shown and lets it pass. Confined to one handshake. */
    private static final class Recorder extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager judge;
        private List<X509Certificate> chain = List.of();
        private Vouched vouched = Vouched.NO;

        Recorder(X509ExtendedTrustManager judge) {
            this.judge = judge;
        }

        Seen seen(Optional<Chosen> chosen, String failure, boolean asked) {
            return new Seen(chosen, failure, chain, vouched, asked);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String authType) {
            chain = List.of(shown);
            try {
                judge.checkServerTrusted(shown, authType);
                vouched = Vouched.YES;
            } catch (CertificateException e) {
                vouched = reason(e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String authType, Socket socket) {
            checkServerTrusted(shown, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String authType, SSLEngine engine) {
            checkServerTrusted(shown, authType);
        }

        private static Vouched reason(CertificateException e) {
            List<Throwable> causes = Stream.<Throwable>iterate(e, t -> t != null, Throwable::getCause)
                    .limit(16)
                    .toList();
            if (causes.stream()
                    .anyMatch(t ->
                            t instanceof CertificateExpiredException || t instanceof CertificateNotYetValidException)) {
                return Vouched.NOT_NOW;
            }
            return causes.stream()
                            .anyMatch(t -> t instanceof CertPathValidatorException path
                                    && path.getReason() == BasicReason.ALGORITHM_CONSTRAINED)
                    ? Vouched.TOO_WEAK
                    : Vouched.NO;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String authType) throws CertificateException {
            throw new CertificateException("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String authType, Socket socket)
                throws CertificateException {
            checkClientTrusted(shown, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String authType, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(shown, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return judge.getAcceptedIssuers();
        }
    }
}
