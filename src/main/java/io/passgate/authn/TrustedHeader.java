package io.passgate.authn;

import io.passgate.wire.TrustedProxies;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A header that names the user, believed only from listed TCP peers, never by a forwarded address (design.md §4).
 * Immutable.
 *
 * @param name the header's name; none of the hub's own identity headers (domain.md §7.2)
 * @param directory the user directory of whoever the header names
 * @param from the TCP peers it is believed from
 */
public record TrustedHeader(String name, String directory, TrustedProxies from) implements IdentitySource {

    /** What the name may not contain, in any spelling: Qlik's proxy speaks to its services with these (domain.md §7.2). */
    public static final List<String> FORBIDDEN = List.of(
            "X-Qlik-Security",
            "X-Qlik-User",
            "X-Qlik-ProxySession",
            "X-Qlik-ProxyId",
            "X-Qlik-Trace",
            "X-Qlik-App",
            "X-Qlik-Capabilities");

    /** @throws IllegalArgumentException when the name is forbidden or the directory blank */
    public TrustedHeader {
        if (isForbidden(name)) {
            throw new IllegalArgumentException("a trusted header must not be named " + name);
        }
        if (directory.isBlank()) {
            throw new IllegalArgumentException("a trusted header needs a user directory");
        }
    }

    /** Whether {@code name} contains one of {@link #FORBIDDEN}. */
    public static boolean isForbidden(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return FORBIDDEN.stream().anyMatch(part -> lower.contains(part.toLowerCase(Locale.ROOT)));
    }

    @Override
    public <R> R fold(Function<TrustedHeader, R> trustedHeader, Function<AskHub, R> askHub) {
        return trustedHeader.apply(this);
    }
}
