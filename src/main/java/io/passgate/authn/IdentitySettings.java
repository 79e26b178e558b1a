package io.passgate.authn;

import java.util.List;
import java.util.stream.Stream;

/**
 * How one virtual proxy finds out who is asking: its sources in the order they are asked; the first that names a user wins
 * (design.md §4). Immutable.
 *
 * @param chain the sources, at least one
 */
public record IdentitySettings(List<IdentitySource> chain) {

    /** Copies. @throws IllegalArgumentException when the chain is empty */
    public IdentitySettings {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("the identity chain needs at least one source");
        }
    }

    /** Every header that can say who is asking: trusted ones and those that carry a credential. */
    public List<String> headers() {
        return chain.stream()
                .flatMap(source -> source.<Stream<String>>fold(
                        trusted -> Stream.of(trusted.name()), askHub -> askHub.credentials().headers().stream()))
                .toList();
    }
}
