package io.passgate.issuer;

import io.passgate.contract.Definition;
import io.passgate.contract.LicenseKey;
import io.passgate.contract.LicenseNumber;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * The license definitions and revoked keys of an issuer, in memory. Safe for use by many threads.
 *
 * <p>The sequence number of a definition is the time of its change in seconds, or one more than the last: so it does not go
 * back when an issuer that remembers nothing starts anew.
 */
final class Licenses {
    private final InstantSource clock;
    private final Map<String, Definition> definitions = new ConcurrentHashMap<>();
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();

    Licenses(InstantSource clock) {
        this.clock = clock;
    }

    Optional<Definition> find(String license) {
        return Optional.ofNullable(definitions.get(license));
    }

    Definition put(String license, Definition definition) {
        LicenseNumber.of(license);
        return definitions.merge(license, definition.withSeq(nextSeq(0)).checked(), (before, after) -> after.withSeq(
                        nextSeq(before.seq()))
                .checked());
    }

    Definition change(String license, UnaryOperator<Definition> change) {
        Definition changed = definitions.computeIfPresent(license, (number, before) -> change.apply(before)
                .withSeq(nextSeq(before.seq()))
                .checked());
        if (changed == null) {
            throw new IllegalArgumentException("there is no license " + license);
        }
        return changed;
    }

    private long nextSeq(long before) {
        return Math.max(before + 1, clock.instant().getEpochSecond());
    }

    void revoke(LicenseKey key) {
        revoked.add(key.id());
    }

    boolean isRevoked(LicenseKey key) {
        return revoked.contains(key.id());
    }
}
