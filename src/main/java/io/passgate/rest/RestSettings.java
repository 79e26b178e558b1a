package io.passgate.rest;

import static java.util.Objects.requireNonNull;

import io.passgate.tls.CertifiedKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a {@link RestServer} listens and what it accepts. Immutable.
 *
 * @param name         short name for threads and log lines, such as {@code admin}
 * @param address      address to bind, a name or a literal
 * @param port         port to bind, 0 for any free one
 * @param tls          certificate and key; clear HTTP without
 * @param clients      with TLS, the authorities of client certificates, one of which is then required; empty for none
 * @param hosts        host names, without port, that the Host header may name; empty for any. A guard against DNS
 *                     rebinding: a page of a foreign origin can reach a loopback address, but not choose this header
 * @param maxBodyBytes longest request body; a longer one is answered 413
 * @param workers      threads that run handlers
 */
public record RestSettings(
        String name,
        String address,
        int port,
        Optional<CertifiedKey> tls,
        List<X509Certificate> clients,
        Set<String> hosts,
        int maxBodyBytes,
        int workers) {
    /** The host names by which a machine calls itself. */
    public static final Set<String> LOOPBACK_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final int ONE_MEBIBYTE = 1 << 20;

    public RestSettings {
        requireNonNull(name, "name");
        requireNonNull(address, "address");
        requireNonNull(tls, "tls");
        clients = List.copyOf(clients);
        hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be 0 to 65535, is " + port);
        }
        if (maxBodyBytes < 0) {
            throw new IllegalArgumentException("maxBodyBytes must not be negative, is " + maxBodyBytes);
        }
        if (workers < 1) {
            throw new IllegalArgumentException("workers must be at least 1, is " + workers);
        }
    }

    /** Clear HTTP on the address and port, for any host name, bodies up to 1 MiB, four workers. */
    public static RestSettings of(String name, String address, int port) {
        return new RestSettings(name, address, port, Optional.empty(), List.of(), Set.of(), ONE_MEBIBYTE, 4);
    }

    /** The same, over TLS. */
    public RestSettings withTls(CertifiedKey certified) {
        return new RestSettings(name, address, port, Optional.of(certified), clients, hosts, maxBodyBytes, workers);
    }

    /** The same, for clients only whose certificate one of {@code authorities} has issued; none: for any. */
    public RestSettings withClients(List<X509Certificate> authorities) {
        return new RestSettings(name, address, port, tls, authorities, hosts, maxBodyBytes, workers);
    }

    /** The same, answering only under these host names. */
    public RestSettings withHosts(Set<String> allowed) {
        return new RestSettings(name, address, port, tls, clients, allowed, maxBodyBytes, workers);
    }

    /** The same, with another limit for bodies. */
    public RestSettings withMaxBodyBytes(int bytes) {
        return new RestSettings(name, address, port, tls, clients, hosts, bytes, workers);
    }

    /** The same, with another number of threads for handlers. */
    public RestSettings withWorkers(int threads) {
        return new RestSettings(name, address, port, tls, clients, hosts, maxBodyBytes, threads);
    }
}
