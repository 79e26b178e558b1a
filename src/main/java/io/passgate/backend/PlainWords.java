package io.passgate.backend;

import io.passgate.backend.BackendException.Trouble;
import io.passgate.rest.HttpCaller;
import io.passgate.rest.HttpRoute;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What a failed exchange with the license backend is called, for an administrator to act on. Stateless. */
final class PlainWords {
    private final String host;
    private final String trust;

    private final String proxy;
    private final String unauthenticated;

    /** Words about the license backend of {@code settings}. */
    PlainWords(BackendSettings settings) {
        URI url = settings.url();
        this.host = HttpRoute.authority(url, false);
        this.trust = settings.trust().map(Path::toString).orElse("the Java platform");
        this.unauthenticated =
                settings.forwardProxy().flatMap(ForwardProxy::credentials).isPresent()
                        ? " does not accept license.backend.forwardProxyUser and forwardProxyPassword (407)"
                        : " wants authentication: license.backend.forwardProxyUser and forwardProxyPassword (407)";
        this.proxy = settings.forwardProxy()
                .map(by -> HttpRoute.authority(by.url(), true))
                .orElse("");
    }

    /** Words for a status that carries no answer. */
    BackendException status(int status) {
        String backend = "the license backend " + host + " ";
        return switch (status) {
            case 401 ->
                new BackendException(
                        Trouble.UNAUTHORIZED,
                        backend
                                + "does not accept the license key (401): it is revoked, or of another license backend");
            case 403 ->
                new BackendException(
                        Trouble.FORBIDDEN,
                        backend + "refuses the license (403): it may be on the deny list; ask the vendor");
            case 404 ->
                new BackendException(
                        Trouble.NOT_FOUND,
                        backend + "does not know the license, or license.backend.url is not its address (404)");
            default ->
                new BackendException(
                        Trouble.STATUS,
                        backend + (status >= 500 ? "is in trouble itself (" : "answers something unexpected (") + status
                                + ")");
        };
    }

    /** Words for a serial or control number that is wrong: it is not told which. */
    BackendException noEnablerFile() {
        return new BackendException(
                Trouble.NOT_FOUND,
                "the license backend " + host + " has no License Enabler File of that serial and control number, or "
                        + "license.backend.url is not its address (404)");
    }

    /** Words for a license backend that knows definitions only. */
    BackendException noSync() {
        return new BackendException(
                Trouble.NOT_FOUND,
                "the license backend " + host + " does not sync assignments, or license.backend.url is not its address"
                        + " (404)");
    }

    /** Words for an exchange that broke. */
    BackendException failure(Throwable failure) {
        if (has(failure, HttpCaller.NoProxy.class)) {
            return new BackendException(
                    Trouble.UNREACHABLE,
                    "the forward proxy " + proxy + " (license.backend.forwardProxy) cannot be reached: "
                            + (has(failure, UnknownHostException.class)
                                    ? "its host name is not known here"
                                    : has(failure, SSLException.class)
                                            ? "no TLS with it, or nothing in " + trust + " vouches for it"
                                            : "it takes no connections"),
                    failure);
        }
        Optional<HttpCaller.ProxyRefuses> refuses = first(failure, HttpCaller.ProxyRefuses.class);
        if (refuses.isPresent()) {
            int status = refuses.get().status();
            return new BackendException(
                    Trouble.PROXY,
                    "the forward proxy " + proxy
                            + (status == 407
                                    ? unauthenticated
                                    : " does not let the gate through to " + host + " (" + status + ")"),
                    failure);
        }
        if (has(failure, InterruptedIOException.class)) {
            return new BackendException(
                    Trouble.TIMEOUT, "the license backend " + host + " did not answer in time", failure);
        }
        if (has(failure, UnknownHostException.class)) {
            return new BackendException(
                    Trouble.UNKNOWN_HOST,
                    "the host name of the license backend " + host + " is not known here",
                    failure);
        }
        if (has(failure, ConnectException.class)) {
            return new BackendException(
                    Trouble.UNREACHABLE,
                    "the license backend " + host + " takes no connections at this address",
                    failure);
        }
        if (has(failure, SSLException.class) || has(failure, CertificateException.class)) {
            return new BackendException(Trouble.TLS, tls(failure), failure);
        }
        if (has(failure, HttpCaller.TooLong.class)) {
            return new BackendException(
                    Trouble.ANSWER, "the answer of the license backend " + host + " is too long to be one", failure);
        }
        return new BackendException(
                Trouble.CUT, "the connection to the license backend " + host + " was cut before the answer", failure);
    }

    private String tls(Throwable failure) {
        String certificate = "the certificate of the license backend " + host + " ";
        if (has(failure, CertificateExpiredException.class)) {
            return certificate + "has expired, or the clock of this machine is fast";
        }
        if (has(failure, CertificateNotYetValidException.class)) {
            return certificate + "is not yet valid, or the clock of this machine is slow";
        }
        if (has(failure, CertPathBuilderException.class) || has(failure, CertPathValidatorException.class)) {
            return certificate + "is not vouched for by a certificate authority in " + trust;
        }
        if (first(failure, CertificateException.class)
                .map(e -> String.valueOf(e.getMessage()))
                .filter(m -> m.startsWith("No subject alternative") || m.startsWith("No name matching"))
                .isPresent()) {
            return certificate + "is for another host name";
        }
        return "the license backend " + host + " and this gate found no TLS in common, or it speaks no TLS at all";
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        return first(failure, kind).isPresent();
    }

    private static <T extends Throwable> Optional<T> first(Throwable failure, Class<T> kind) {
        return Stream.iterate(failure, t -> t != null, Throwable::getCause)
                .limit(16)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }
}
