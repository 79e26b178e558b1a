package io.passgate.identity;

import java.util.List;
import java.util.stream.Stream;

/**
 * All credentials of the hub in one request, in the preset's order. Immutable; compare and remember them by
 * {@link #fingerprint()}, never by value.
 *
 * @param all what the client sent of what the preset lists
 */
public record Credentials(List<Credential> all) {

    /** The request carried none. */
    public static final Credentials NONE = new Credentials(List.of());

    /** Copies. */
    public Credentials {
        all = List.copyOf(all);
    }

    /** Whether the request carried none. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** SHA-256 over the exact credentials (kind, name, value), Base64url: safe to keep, useless to present. */
    public String fingerprint() {
        return Fingerprint.of(all.stream().flatMap(c -> Stream.of(c.kind().name(), c.name(), c.value())));
    }
}
