package io.passgate.authn;

import java.util.function.Function;

/** One link of the identity chain, as configured (design.md §4). Immutable. */
public sealed interface IdentitySource permits TrustedHeader, AskHub {

    /** One function for each kind of source. */
    <R> R fold(Function<TrustedHeader, R> trustedHeader, Function<AskHub, R> askHub);
}
