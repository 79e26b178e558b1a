package io.passgate.issuer;

import io.passgate.contract.ContractException;
import io.passgate.contract.Definition;
import io.passgate.contract.LicenseNumber;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/**
 * The license definitions of an issuer. Safe for use by many threads.
 *
 * <p>The sequence number of a definition is the time of its change in seconds, or one more than the last: so it does not go
 * back when an issuer starts anew without what it knew.
 */
final class Licenses {
    private final IssuerStore store;
    private final InstantSource clock;

    Licenses(IssuerStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    Optional<Definition> find(String license) {
        return store.read(h -> find(h, license));
    }

    Definition put(String license, Definition definition) {
        LicenseNumber.of(license);
        return store.write(h -> save(h, license, find(h, license), definition));
    }

    Definition change(String license, UnaryOperator<Definition> change) {
        return store.write(h -> {
            Definition before =
                    find(h, license).orElseThrow(() -> new IllegalArgumentException("there is no license " + license));
            return save(h, license, Optional.of(before), change.apply(before));
        });
    }

    Map<String, Definition> all() {
        return store.read(h -> {
            Map<String, Definition> all = new LinkedHashMap<>();
            h.createQuery("SELECT number FROM license ORDER BY number")
                    .mapTo(String.class)
                    .forEach(number -> all.put(number, find(h, number).orElseThrow()));
            return all;
        });
    }

    private Definition save(Handle h, String license, Optional<Definition> before, Definition definition) {
        long seq = Math.max(
                before.map(Definition::seq).orElse(0L) + 1, clock.instant().getEpochSecond());
        Definition numbered = definition.withSeq(seq).checked();
        h.createUpdate("INSERT INTO license (number, seq, definition) VALUES (:number, :seq, :definition)"
                        + " ON CONFLICT (number) DO UPDATE SET seq = :seq, definition = :definition")
                .bind("number", license)
                .bind("seq", seq)
                .bind("definition", numbered.json())
                .execute();
        return numbered;
    }

    private static Optional<Definition> find(Handle h, String license) {
        return h.createQuery("SELECT definition FROM license WHERE number = :number")
                .bind("number", license)
                .mapTo(String.class)
                .findOne()
                .map(text -> read(text, license));
    }

    private static Definition read(String text, String license) {
        try {
            return Definition.read(text, "definition of " + license);
        } catch (ContractException e) {
            throw new IssuerFault("what is kept of a license is not sound: " + e.words(), e);
        }
    }
}
