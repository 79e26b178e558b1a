package io.passgate.backend;

import io.passgate.backend.BackendException.Trouble;
import io.passgate.backend.GivenFile.Held;
import io.passgate.contract.Signers;
import io.passgate.contract.TimeReset;
import io.passgate.license.Standing;
import io.passgate.license.Terms;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A license by License Enabler File or offline definition (design.md §5). Nobody verifies it: it only starts and ends.
 *
 * <p>One thread reads the file every few seconds; what it says counts from then on, or from the day it names. A file that is not
 * accepted leaves the terms in force as they are, over a restart too, and is told in the status. Signers are read anew each time,
 * with the chain that was kept while the license was by key: one that was taken away or retired ends what rested on it. Safe for use by many threads.
 */
final class FileLicense implements SiteLicense {
    private static final Logger LOG = LoggerFactory.getLogger(FileLicense.class);
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final Duration KEEP_SEEN_EVERY = Duration.ofMinutes(10);

    private final GivenFile given;
    private final SiteSigners signers;
    private final Surroundings around;
    private final Kept kept;
    private final FollowedSigners followed;
    private final Activation activation;
    private final HighestTime highest = new HighestTime();
    private final FileBook book;
    private final LicenseLoop loop;
    /** Held while the file is read, and wherever what is kept is touched. */
    private final ReentrantLock reading = new ReentrantLock();

    private Kept.Seen seen = Kept.Seen.NOTHING;
    private Optional<String> keptText = Optional.empty();
    private volatile String error = "";
    private final List<String> atStart = new CopyOnWriteArrayList<>();

    /** @param release the day of this release */
    FileLicense(GivenFile given, SiteSigners signers, Surroundings around, LocalDate release) {
        this.given = given;
        this.signers = signers;
        this.around = around;
        this.kept = new Kept(around.data(), around.seal());
        this.followed = new FollowedSigners(signers, kept);
        this.activation = new Activation(around.data());
        this.book = new FileBook(release, highest);
        this.loop = new LicenseLoop(around, book::current);
    }

    @Override
    public License current(Instant now) {
        return book.current(now);
    }

    @Override
    public CompletionStage<LicenseStatus> start() {
        load();
        return loop.start(this::step, STEP, () -> status(around.clock().instant()));
    }

    /** Takes up what was kept: signed, as all that is read, and as of the highest time seen. Nobody is told of assignments. */
    void load() {
        around.sharing().ledger().follow("");
        reading.lock();
        try {
            boolean known = loadSeen();
            highest.see(seen.time());
            highest.see(around.clock().instant());
            keptText = kept.licenseFile();
            if (keptText.isPresent()) {
                if (!known) {
                    lost("the record of the highest time seen is gone");
                }
                Held held = given.read(keptText.get(), followed.read());
                seen = seen.with(held.file().license(), held.file().seq());
                book.take(held);
            }
        } catch (BackendException e) {
            lost("what was kept of the license is not taken up: " + e.words());
        } finally {
            reading.unlock();
        }
    }

    /**
     * Whether anything is known of what was seen, be it that it was changed. Nobody verifies such a license anew, so without that
     * it stands as of the clock (decision 37).
     */
    private boolean loadSeen() {
        try {
            Optional<Kept.Seen> before = kept.seen();
            seen = before.orElse(seen);
            return before.isPresent();
        } catch (BackendException e) {
            lost(e.words());
            return true;
        }
    }

    private void lost(String words) {
        LOG.warn("{}", words);
        atStart.add("at the start of the gate: " + words);
    }

    /** One step of the loop: reads the file, tells of changes, keeps what was seen. */
    void step() {
        try {
            look();
            loop.announce();
        } catch (RuntimeException e) {
            LOG.error("the license loop stumbled and goes on", e);
        }
    }

    @Override
    public LicenseStatus verify() {
        look();
        loop.announce();
        return status(around.clock().instant());
    }

    private void look() {
        reading.lock();
        try {
            book.current(around.clock().instant());
            read();
            error = "";
        } catch (BackendException e) {
            if (book.inForce().isEmpty()) {
                book.nothing(e.trouble().refuses() ? Standing.refused(e.words()) : Standing.missing(e.words()));
            }
            if (!e.words().equals(error)) {
                LOG.warn("the license file is not taken up: {}", e.words());
            }
            error = e.words();
        } finally {
            keep(KEEP_SEEN_EVERY);
            reading.unlock();
        }
    }

    private void read() throws BackendException {
        Signers mayNow = followed.read();
        putBackTime(mayNow);
        dropWhatNoLongerHolds(mayNow);
        Held held = given.read(mayNow);
        long floor = seen.floor(held.file().license());
        if (held.file().seq() < floor) {
            throw new BackendException(
                    Trouble.OLDER,
                    given.path() + " has the number " + held.file().seq() + ", but " + floor
                            + " was in force already: an older one is not accepted");
        }
        book.take(held);
    }

    /** Where the vendor has signed so: the highest time seen begins anew, once. */
    private void putBackTime(Signers mayNow) throws BackendException {
        Optional<TimeReset> reset = activation.reset(mayNow);
        if (reset.isEmpty()) {
            return;
        }
        activation.over();
        Instant now = around.clock().instant();
        Instant signed = reset.get().issuedAt();
        String license = reset.get().license();
        if (seen.verified(license).filter(before -> !signed.isAfter(before)).isPresent()) {
            throw new BackendException(
                    Trouble.OLDER, "the answer that puts the time back was used already: ask for another one");
        }
        highest.set(now.isAfter(signed) ? now : signed);
        seen = seen.at(highest.get()).verified(license, signed);
        kept.seen(seen);
        LOG.warn("the highest time seen is {} again, as the vendor has signed at {}", highest.get(), signed);
    }

    private void dropWhatNoLongerHolds(Signers mayNow) {
        Optional<Held> inForce = book.inForce();
        try {
            if (inForce.isPresent()) {
                given.read(inForce.get().text(), mayNow);
            }
        } catch (BackendException e) {
            book.nothing(Standing.refused(e.words()));
        }
    }

    /** Keeps what is in force if that has changed, and the highest time seen if it is further by {@code step}. */
    private void keep(Duration step) {
        Optional<Held> inForce = book.inForce();
        boolean changed = inForce.isPresent() && !inForce.map(Held::text).equals(keptText);
        if (!changed && highest.get().isBefore(seen.time().plus(step))) {
            return;
        }
        seen = seen.at(highest.get());
        try {
            if (changed) {
                Held held = inForce.get();
                seen = seen.with(held.file().license(), held.file().seq());
                kept.licenseFile(held.text());
                keptText = Optional.of(held.text());
            }
            kept.seen(seen);
        } catch (BackendException e) {
            LOG.error("{}; a clock set back over a restart would not be noticed", e.words());
        }
    }

    @Override
    public LicenseStatus status(Instant now) {
        License license = current(now);
        Terms terms = license.terms();
        List<String> notes = new ArrayList<>(signers.notes());
        notes.add("it is by file: this gate never calls a license backend by itself");
        book.inForce().ifPresent(held -> notes.addAll(held.file().notCarriedOut()));
        book.coming()
                .ifPresent(held -> notes.add("from " + held.file().validFrom() + " on, number "
                        + held.file().seq() + " of the license " + held.file().license() + " is in force"));
        notes.addAll(atStart);
        notes.addAll(highest.notes(now));
        return new LicenseStatus(
                given.form(),
                terms.license(),
                terms,
                license.standing(),
                Optional.empty(),
                error,
                Optional.empty(),
                notes);
    }

    /** Keeps the highest time seen. */
    @Override
    public void close() {
        loop.close();
        reading.lock();
        try {
            keep(Duration.ZERO);
        } finally {
            reading.unlock();
        }
    }
}
