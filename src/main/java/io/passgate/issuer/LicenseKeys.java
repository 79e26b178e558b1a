package io.passgate.issuer;

import io.passgate.contract.KeyStanding;
import io.passgate.contract.LicenseKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The license keys that an issuer has issued: their ids, never the keys. Safe for use by many threads. */
final class LicenseKeys {
    private final IssuerStore store;
    private final SigningKeys signingKeys;
    private final InstantSource clock;

    LicenseKeys(IssuerStore store, SigningKeys signingKeys, InstantSource clock) {
        this.store = store;
        this.signingKeys = signingKeys;
        this.clock = clock;
    }

    LicenseKey issue(String license) {
        LicenseKey key = LicenseKey.issue(signingKeys.current(), UUID.randomUUID(), license);
        store.write(h -> h.createUpdate("INSERT INTO license_key (id, license, issued_at) VALUES (:id, :license, :now)")
                .bind("id", key.id())
                .bind("license", license)
                .bind("now", IssuerStore.micros(clock.instant()))
                .execute());
        return key;
    }

    /** Whether there is such a key; one that is revoked stays so. */
    boolean revoke(String id) {
        return store.write(h -> h.createUpdate(
                                "UPDATE license_key SET revoked_at = coalesce(revoked_at, :now) WHERE id = :id")
                        .bind("now", IssuerStore.micros(clock.instant()))
                        .bind("id", id)
                        .execute())
                > 0;
    }

    /** How the key stands; empty when it was not issued here. */
    Optional<KeyStanding> standing(LicenseKey key) {
        return store.read(h -> h.createQuery(
                        "SELECT revoked_at IS NOT NULL FROM license_key WHERE id = :id AND license = :license")
                .bind("id", key.id())
                .bind("license", key.license())
                .mapTo(boolean.class)
                .findOne()
                .map(revoked -> revoked ? KeyStanding.REVOKED : KeyStanding.VALID));
    }

    List<IssuedKey> list() {
        return store.read(h -> h.createQuery("SELECT * FROM license_key ORDER BY issued_at, id")
                .map((row, context) -> new IssuedKey(
                        row.getString("id"),
                        row.getString("license"),
                        IssuerStore.instant(row.getLong("issued_at")),
                        revoked(row.getObject("revoked_at"))))
                .list());
    }

    private static Optional<Instant> revoked(@org.jspecify.annotations.Nullable Object micros) {
        return Optional.ofNullable(micros).map(at -> IssuerStore.instant(((Number) at).longValue()));
    }
}
