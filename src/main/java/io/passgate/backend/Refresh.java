package io.passgate.backend;

import io.passgate.admission.LicenseOffice.SyncStatus;
import io.passgate.backend.BackendException.Trouble;
import io.passgate.contract.ContractException;
import io.passgate.contract.LicenseKey;
import io.passgate.contract.Nonce;
import io.passgate.contract.Signers;
import io.passgate.contract.SiteId;
import io.passgate.license.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies the license of a signed key with the license backend and syncs its assignments, writes the outcome into the book, and
 * keeps on disk what a restart needs. Key, signers and trust anchors are read anew each time, so that a file put right counts without a restart;
 * one that has become unreadable only makes the attempt fail. Used by one thread at a time; the two accessors by any.
 */
final class Refresh implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Refresh.class);

    private final LicenseForm.SignedKey form;
    private final FollowedSigners signers;
    private final SiteLicense.Surroundings around;
    private final BackendClient client;
    private final Kept kept;
    private final AssignmentSync sync;
    private final StandingBook book;

    private Kept.Seen seen = Kept.Seen.NOTHING;
    private volatile String license = "";
    private volatile String notTakenUp = "";

    /** @param patience how long one exchange with the license backend may take */
    Refresh(
            LicenseForm.SignedKey form,
            SiteSigners siteSigners,
            SiteLicense.Surroundings around,
            Duration patience,
            StandingBook book) {
        this.form = form;
        this.around = around;
        this.client = new BackendClient(form.backend(), patience, around.clock());
        this.kept = new Kept(around.data(), around.seal());
        this.signers = new FollowedSigners(siteSigners, kept);
        this.sync = new AssignmentSync(around, client);
        this.book = book;
    }

    /** The number of the license that the key names, empty before it could be read. */
    String license() {
        return license;
    }

    /** Why what was kept was not taken up at the start, empty when it was or when it has been verified since. */
    String notTakenUp() {
        return notTakenUp;
    }

    /** How the sync of assignments stands, with its next attempt and what went wrong at the last. */
    SyncStatus sync(Optional<Instant> next, String error) {
        return new SyncStatus(book.verified().map(v -> book.synced()), next, sync.pending(), error);
    }

    /** Takes up what was kept: verified again in full but for its time, and as of the highest time seen. */
    void load() {
        Instant now = around.clock().instant();
        String lost = loadSeen();
        book.seen(seen.time());
        book.seen(now);
        try {
            Signers known = signers.read();
            restore(key(known), known, lost, now);
        } catch (BackendException e) {
            book.nothing(without(e));
            notTakenUp = e.words();
        }
    }

    /** Why what was seen is not known, empty when it is. */
    private String loadSeen() {
        try {
            Optional<Kept.Seen> before = kept.seen();
            seen = before.orElse(Kept.Seen.NOTHING);
            return before.isPresent() ? "" : "the record of the highest time seen is gone";
        } catch (BackendException e) {
            LOG.warn("{}; the highest time seen begins anew", e.words());
            return e.words();
        }
    }

    /** An answer counts only together with the record that tells of it: an older one of either would revive what has ended. */
    private void restore(LicenseKey key, Signers known, String lost, Instant now) throws BackendException {
        Optional<Kept.Exchange> exchange = kept.answer();
        if (exchange.isEmpty()) {
            book.nothing(Standing.missing("the license " + key.license() + " has not been verified yet"));
            return;
        }
        SiteId site = kept.site(around.random());
        Nonce nonce = exchange.get().nonce();
        Verified verified = Verified.of(
                exchange.get().text(), new Verified.Question(known, key, site, nonce, seen.floor(key.license())));
        seen = seen.with(key.license(), verified.terms().seq());
        Optional<Instant> last = seen.verified(key.license());
        if (last.isEmpty()) {
            throw new BackendException(
                    Trouble.SEAL,
                    lost.isEmpty() ? "the record of the highest time seen does not know of the kept answer" : lost);
        }
        if (verified.at().isBefore(last.get())) {
            throw new BackendException(
                    Trouble.OLDER,
                    "the kept answer is of " + verified.at() + ", but one of " + last.get() + " was there already");
        }
        book.restored(verified, seen.synced(key.license()).orElse(verified.at()), now);
    }

    /** Asks the license backend. Blocks for as long as patience lasts. */
    void verify() throws BackendException {
        try {
            ask();
        } catch (BackendException e) {
            Instant now = around.clock().instant();
            if (book.verified().isPresent()) {
                book.failed(now);
            } else if (e.trouble().isDefinite() || book.current(now).standing().state() != Standing.State.REFUSED) {
                book.nothing(without(e));
            }
            throw e;
        }
    }

    private void ask() throws BackendException {
        signers.use(client, known -> {
            ask(known);
            return known;
        });
        try {
            signers.follow(client);
        } catch (BackendException e) {
            LOG.warn("{}; the license is verified by the signers that are known", e.words());
        }
    }

    private void ask(Signers known) throws BackendException {
        LicenseKey key = key(known);
        dropWhatNoLongerHolds(key, known);
        Nonce nonce = Nonce.draw(around.random());
        SiteId site = kept.site(around.random());
        String text = client.fetch(key, nonce, site);
        Instant now = around.clock().instant();
        Verified fresh =
                Verified.fresh(text, new Verified.Question(known, key, site, nonce, seen.floor(key.license())), now);
        Instant synced = seen.synced(key.license()).orElse(fresh.at());
        book.verified(fresh, synced, now);
        notTakenUp = "";
        seen = seen.with(key.license(), fresh.terms().seq())
                .verified(key.license(), fresh.at())
                .synced(key.license(), synced)
                .at(book.highest());
        keep(new Kept.Exchange(nonce, text));
    }

    /** Syncs assignments with the license backend. Blocks for as long as that takes. */
    void sync() throws BackendException {
        try {
            signers.use(client, this::sync);
            around.sharing().synced().accept(license, "");
        } catch (BackendException e) {
            around.sharing().synced().accept(license, e.words());
            book.failed(around.clock().instant());
            if (e.trouble() == Trouble.FORBIDDEN) {
                ask(); // why, it says signed where it is asked for the definition
            }
            throw e;
        }
    }

    private Instant sync(Signers known) throws BackendException {
        LicenseKey key = key(known);
        List<String> loosened = book.verified()
                .map(v -> around.sharing()
                        .loosened()
                        .apply(v.terms(), around.clock().instant()))
                .orElse(List.of());
        Instant at = sync.run(new AssignmentSync.Speaker(key, known, kept.site(around.random()), loosened));
        book.synced(at, around.clock().instant());
        seen = seen.synced(key.license(), at).at(book.highest());
        keepSeen();
        return at;
    }

    /** Another license's key, or a signer taken away, ends what rested on them. */
    private void dropWhatNoLongerHolds(LicenseKey key, Signers mayNow) {
        Optional<Verified> verified = book.verified();
        if (verified.isEmpty()) {
            return;
        }
        Verified known = verified.get();
        try {
            Verified.of(
                    known.text(),
                    new Verified.Question(
                            mayNow, key, known.answer().site(), known.answer().nonce(), 0));
        } catch (BackendException e) {
            book.nothing(
                    e.trouble() == Trouble.OTHER_QUESTION
                            ? Standing.missing("the license " + key.license() + " has not been verified yet")
                            : Standing.refused(e.words()));
        }
    }

    private void keep(Kept.Exchange exchange) {
        try {
            kept.answer(exchange);
            kept.seen(seen);
        } catch (BackendException e) {
            LOG.error("{}; a restart without the license backend would lose the license", e.words());
        }
    }

    /** Keeps the highest time seen, if it is further by {@code step} than what is kept. */
    void keepSeen(Duration step) {
        Instant highest = book.highest();
        if (highest.isBefore(seen.time().plus(step))) {
            return;
        }
        seen = seen.at(highest);
        keepSeen();
    }

    private void keepSeen() {
        try {
            kept.seen(seen);
        } catch (BackendException e) {
            LOG.error("{}; a clock set back over a restart would not be noticed", e.words());
        }
    }

    /** Gives up a running attempt. */
    @Override
    public void close() {
        client.close();
    }

    private static Standing without(BackendException e) {
        if (e.trouble() == Trouble.SEAL) {
            return Standing.missing(e.words() + "; the license must be verified anew");
        }
        return e.trouble().refuses() ? Standing.refused(e.words()) : Standing.missing(e.words());
    }

    private LicenseKey key(Signers known) throws BackendException {
        try {
            LicenseKey key = LicenseKey.read(SiteFiles.read(form.keyFile(), "the license key"), known);
            license = key.license();
            return key;
        } catch (ContractException e) {
            throw new BackendException(Trouble.KEY, form.keyFile() + " is not accepted: " + e.words(), e);
        }
    }
}
