package io.passgate.issuer;

import io.passgate.contract.ContractException;
import io.passgate.contract.Purpose;
import io.passgate.contract.SignerLink;
import io.passgate.contract.Signers;
import io.passgate.contract.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The signing keys of an issuer, one after the other, and the chain by which sites follow them (decision 32). The last one whose
 * time has come signs everything. Safe for use by many threads.
 */
final class SigningKeys {
    private final IssuerStore store;
    private final InstantSource clock;
    private final PrivateKeys privateKeys;

    /**
     * Signing keys.
     *
     * @param privateKeys the private half of a key id
     */
    SigningKeys(IssuerStore store, InstantSource clock, PrivateKeys privateKeys) {
        this.store = store;
        this.clock = clock;
        this.privateKeys = privateKeys;
    }

    /**
     * One of them.
     *
     * @param publicKey as a signer file has it
     * @param retired since when it is trusted for license keys only
     * @param signs whether it is the one that signs now
     */
    record Row(String kid, String publicKey, Instant notBefore, Optional<Instant> retired, boolean signs) {
        IssuerKey told() {
            return new IssuerKey(kid, notBefore, retired, signs);
        }
    }

    /** Begins with the key {@code kid}, unless there is one already. */
    void begin(String kid) {
        store.write(h -> rows(h).isEmpty() ? insert(h, privateKeys.make(kid), clock.instant()) : 0);
    }

    /** The one that signs now. */
    SigningKey current() {
        return privateKeys.find(store.read(this::currentKid));
    }

    private String currentKid(Handle h) {
        return rows(h).stream()
                .filter(Row::signs)
                .findFirst()
                .orElseThrow(() -> new IssuerFault("the issuer has no signing key"))
                .kid();
    }

    /** Makes and endorses the next one, which signs from {@code overlap} on; until then sites have time to hear of it. */
    Row rotate(Duration overlap) {
        return store.write(h -> {
            Instant now = clock.instant();
            Instant from = now.plus(overlap);
            List<Row> rows = rows(h);
            if (rows.stream().anyMatch(row -> row.notBefore().isAfter(now))) {
                throw new IllegalArgumentException("a signing key that is to come later is waiting already");
            }
            SigningKey endorser = privateKeys.find(currentKid(h));
            String name = rows.get(0).kid().replaceFirst("-[0-9]+$", "");
            SigningKey next = privateKeys.make(name + "-" + (rows.size() + 1));
            link(h, SignerLink.issue(endorser, next.signer(EnumSet.allOf(Purpose.class)), from, List.of()));
            insert(h, next, from);
            List<Row> after = rows(h);
            return after.get(after.size() - 1);
        });
    }

    /** From now on {@code kid} is trusted for license keys only. */
    void retire(String kid) {
        store.write(h -> {
            Row row = rows(h).stream()
                    .filter(r -> r.kid().equals(kid) && r.retired().isEmpty())
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no signing key " + kid + " in use"));
            String current = currentKid(h);
            if (row.notBefore().isAfter(clock.instant()) || kid.equals(current)) {
                throw new IllegalArgumentException(
                        "the signing key " + kid + " signs, or is yet to sign: only one before it can be retired");
            }
            SigningKey endorser = privateKeys.find(current);
            link(
                    h,
                    SignerLink.issue(
                            endorser, endorser.signer(EnumSet.allOf(Purpose.class)), clock.instant(), List.of(kid)));
            return h.createUpdate("UPDATE signing_key SET retired_at = :now WHERE kid = :kid")
                    .bind("now", IssuerStore.micros(clock.instant()))
                    .bind("kid", kid)
                    .execute();
        });
    }

    List<String> chain() {
        return store.read(SigningKeys::links);
    }

    List<Row> list() {
        return store.read(this::rows);
    }

    /** Who signs here and who signed: what the first one's site knows after following the chain. */
    Signers signers() {
        return store.read(h -> {
            try {
                return Signers.read(rows(h).get(0).publicKey(), "signing keys").with(links(h));
            } catch (ContractException e) {
                throw new IssuerFault("the chain of signing keys is broken: " + e.words(), e);
            }
        });
    }

    private static int insert(Handle h, SigningKey key, Instant from) {
        String pem = Signers.of(key.signer(EnumSet.allOf(Purpose.class))).pem();
        return h.createUpdate("INSERT INTO signing_key (kid, public_key, not_before) VALUES (:kid, :pem, :from)")
                .bind("kid", key.kid())
                .bind("pem", pem)
                .bind("from", IssuerStore.micros(from))
                .execute();
    }

    private static void link(Handle h, String text) {
        if (links(h).size() == SignerLink.MOST) {
            throw new IllegalArgumentException("the chain has its " + SignerLink.MOST
                    + " links: give the sites a new signer file and begin a new issuer directory");
        }
        h.createUpdate("INSERT INTO link (text) VALUES (:text)")
                .bind("text", text)
                .execute();
    }

    private static List<String> links(Handle h) {
        return h.createQuery("SELECT text FROM link ORDER BY position")
                .mapTo(String.class)
                .list();
    }

    private List<Row> rows(Handle h) {
        Instant now = clock.instant();
        List<Row> found = h.createQuery(
                        "SELECT kid, public_key, not_before, retired_at FROM signing_key ORDER BY position")
                .map((row, context) -> new Row(
                        row.getString("kid"),
                        row.getString("public_key"),
                        IssuerStore.instant(row.getLong("not_before")),
                        Optional.ofNullable(row.getObject("retired_at"))
                                .map(at -> IssuerStore.instant(((Number) at).longValue())),
                        false))
                .list();
        List<Row> rows = new ArrayList<>(found);
        for (int i = rows.size() - 1; i >= 0; i--) {
            Row row = rows.get(i);
            if (i == 0 || !row.notBefore().isAfter(now)) {
                rows.set(i, new Row(row.kid(), row.publicKey(), row.notBefore(), row.retired(), true));
                break;
            }
        }
        return rows;
    }
}
