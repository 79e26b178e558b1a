package io.passgate.authn;

import io.passgate.wire.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A header that names the user, believed only from listed TCP peers, never by a forwarded address (design.md §4).
 * Immutable.
 *
 * @param name the header's name; none of the hub's own identity headers (domain.md §7.2)
 * @param directory the user directory of whoever the header names
 * @param from where the TCP connection must come from, at least one range
 */
public record TrustedHeader(String name, String directory, List<AddressRange> from) implements IdentitySource {

    /** What the name may not contain, in any spelling: Qlik's proxy speaks to its services with these (domain.md §7.2). */
    public static final List<String> FORBIDDEN = List.of(
            "X-Qlik-Security",
            "X-Qlik-User",
            "X-Qlik-ProxySession",
            "X-Qlik-ProxyId",
            "X-Qlik-Trace",
            "X-Qlik-App",
            "X-Qlik-Capabilities");

    /** Copies. @throws IllegalArgumentException when the name is forbidden, the directory blank or nobody is believed */
    public TrustedHeader {
        from = List.copyOf(from);
        if (isForbidden(name)) {
            throw new IllegalArgumentException("a trusted header must not be named " + name);
        }
        if (directory.isBlank() || from.isEmpty()) {
            throw new IllegalArgumentException(
                    "a trusted header needs a directory and the addresses it is believed from");
        }
    }

    /** Whether {@code name} contains one of {@link #FORBIDDEN}. */
    public static boolean isForbidden(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return FORBIDDEN.stream().anyMatch(part -> lower.contains(part.toLowerCase(Locale.ROOT)));
    }

    /** Whether the header is believed on a connection from {@code peer}. */
    public boolean believes(InetAddress peer) {
        return from.stream().anyMatch(range -> range.contains(peer));
    }

    @Override
    public <R> R fold(Function<TrustedHeader, R> trustedHeader, Function<AskHub, R> askHub) {
        return trustedHeader.apply(this);
    }
}
