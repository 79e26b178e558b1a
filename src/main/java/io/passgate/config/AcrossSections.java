package io.passgate.config;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The rules that concern more than one part of the settings. Notes what it needs while the parts are read, so that these
 * problems are told together with all others. Confined to the reading thread.
 */
final class AcrossSections {

    private static final InetSocketAddress UNKNOWN = InetSocketAddress.createUnresolved("unknown", 1);

    private final Map<String, Place> prefixes = new HashMap<>();
    private final Map<InetSocketAddress, Place> addresses = new HashMap<>();
    private final List<Runnable> needTls = new ArrayList<>();
    private final List<Consumer<String>> redirects = new ArrayList<>();
    private final List<Integer> tlsPorts = new ArrayList<>();

    /** Notes a virtual proxy's prefix: no two share one. */
    void prefix(Section s, Read<String> prefix) {
        prefix.ifKnown(value -> {
            Place first = prefixes.putIfAbsent(value, prefix.place());
            if (first != null) {
                s.problem(prefix.place(), "prefix", "expected another than " + value + ", which is taken at " + first);
            }
        });
    }

    /** Notes whether a virtual proxy may be embedded, which works over TLS only: its cookie must be Secure. */
    void embedding(Section s, Read<Boolean> embedding) {
        if (embedding.orElse(false)) {
            needTls.add(() -> s.problem(
                    embedding.place(), "embedding", "needs a listener with tls: browsers embed over https only"));
        }
    }

    /** Notes where something listens: no two share an address, but port 0, any free one, may be taken often. */
    void address(Section s, Read<InetSocketAddress> address) {
        address.ifKnown(value -> {
            Place first = value.getPort() == 0 ? null : addresses.putIfAbsent(value, address.place());
            if (first != null) {
                s.problem(address.place(), "address", "expected another address, this one is taken at " + first);
            }
        });
    }

    /** Notes a listener: one that redirects to https needs another that speaks it, at a port that is known. */
    void listener(Section s, Read<InetSocketAddress> address, boolean speaksTls, boolean redirectsToIt) {
        if (speaksTls) {
            tlsPorts.add(address.orElse(UNKNOWN).getPort());
        }
        if (redirectsToIt) {
            redirects.add(message -> s.problem(s.place(), "redirectTo", message));
        }
    }

    /** Tells what only shows when everything has been read. */
    void tell() {
        if (tlsPorts.isEmpty()) {
            needTls.forEach(Runnable::run);
            redirects.forEach(tell -> tell.accept("needs a listener with tls to redirect to; expected one, or a port"));
        } else if (tlsPorts.get(0) == 0) {
            redirects.forEach(tell -> tell.accept("expected a port, as the listener with tls takes any free one"));
        }
    }
}
