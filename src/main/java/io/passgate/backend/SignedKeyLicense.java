package io.passgate.backend;

import io.passgate.backend.BackendException.Trouble;
import io.passgate.contract.ContractException;
import io.passgate.contract.LicenseKey;
import io.passgate.contract.Nonce;
import io.passgate.contract.Signers;
import io.passgate.contract.SiteId;
import io.passgate.license.Standing;
import io.passgate.license.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A license by signed key: the refresh loop that keeps it verified (design.md §5, domain.md §4.4).
 *
 * <p>One thread steps every few seconds; a step asks the license backend when that is due, tells of changes and keeps the
 * highest time seen. One attempt runs at a time. Key, signers and trust anchors are read anew at each attempt, so that a
 * file put right counts without a restart; one that has become unreadable only makes the attempt fail. Nothing unsigned
 * changes the standing of a verified license: a bare 401 or 403 lets the five days run, a signed answer takes effect at once.
 * Safe for use by many threads.
 */
final class SignedKeyLicense implements SiteLicense {
    private static final Logger LOG = LoggerFactory.getLogger(SignedKeyLicense.class);
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration KEEP_SEEN_EVERY = Duration.ofMinutes(10);

    private final LicenseForm.SignedKey form;
    private final SiteSigners siteSigners;
    private final Surroundings around;
    private final BackendClient client;
    private final Kept kept;
    private final StandingBook book = new StandingBook();
    private final ScheduledExecutorService loop;
    private final ReentrantLock attempting = new ReentrantLock();
    private final Schedule schedule;

    private Kept.Seen seen = Kept.Seen.NOTHING;
    private License announced = new License(NO_TERMS, Standing.missing("the license has not been read yet"));
    private volatile String notTakenUp = "";
    private volatile Attempt latest = new Attempt("", "", Optional.empty());

    /**
     * How the latest attempt went.
     *
     * @param license the license number of the key, empty when it could not be read
     * @param error what went wrong, empty after a success
     * @param next when the next one is due
     */
    private record Attempt(String license, String error, Optional<Instant> next) {}

    SignedKeyLicense(LicenseForm.SignedKey form, SiteSigners signers, Surroundings around) {
        this(form, signers, around, PATIENCE);
    }

    /** @param patience how long one exchange with the license backend may take */
    SignedKeyLicense(LicenseForm.SignedKey form, SiteSigners signers, Surroundings around, Duration patience) {
        this.form = form;
        this.siteSigners = signers;
        this.around = around;
        this.client = new BackendClient(form.backend(), patience);
        this.kept = new Kept(around.data());
        this.schedule = new Schedule(around.random());
        this.loop = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "license");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public License current(Instant now) {
        return book.current(now);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a step never fails: it logs what it stumbles over
    public CompletionStage<LicenseStatus> start() {
        load();
        CompletableFuture<LicenseStatus> first = CompletableFuture.supplyAsync(
                () -> {
                    step();
                    return status(around.clock().instant());
                },
                loop);
        loop.scheduleWithFixedDelay(this::step, STEP.toMillis(), STEP.toMillis(), TimeUnit.MILLISECONDS);
        return first;
    }

    /** Takes up what was kept: verified again in full, and as of the highest time seen. */
    void load() {
        attempting.lock();
        try {
            Instant now = around.clock().instant();
            loadSeen(now);
            try {
                LicenseKey key = key(siteSigners.read());
                latest = new Attempt(key.license(), "", Optional.empty());
                restore(key, now);
            } catch (BackendException e) {
                book.nothing(without(e));
                notTakenUp = e.words();
            }
            announce();
        } finally {
            attempting.unlock();
        }
    }

    private void loadSeen(Instant now) {
        try {
            seen = kept.seen();
        } catch (BackendException e) {
            LOG.warn("{}; the highest time seen begins anew", e.words());
        }
        book.seen(seen.time());
        book.current(now);
    }

    private void restore(LicenseKey key, Instant now) throws BackendException {
        Optional<Kept.Exchange> exchange = kept.answer();
        if (exchange.isEmpty()) {
            book.nothing(Standing.missing("the license " + key.license() + " has not been verified yet"));
            return;
        }
        SiteId site = kept.site(around.random());
        Verified verified = Verified.of(
                exchange.get().text(),
                new Verified.Question(
                        siteSigners.read(), key, site, exchange.get().nonce(), seen.floor(key.license())));
        seen = seen.with(key.license(), verified.terms().seq());
        book.restored(verified, now);
    }

    /** One step of the loop: asks if that is due, tells of changes, keeps what was seen. */
    void step() {
        try {
            Instant now = around.clock().instant();
            book.current(now);
            if (isDue(now)) {
                attempt();
            }
            announce();
            keepSeen(KEEP_SEEN_EVERY);
        } catch (RuntimeException e) {
            LOG.error("the license loop stumbled and goes on", e);
        }
    }

    private boolean isDue(Instant now) {
        attempting.lock();
        try {
            return schedule.due(now) || book.inGrace();
        } finally {
            attempting.unlock();
        }
    }

    @Override
    public LicenseStatus verify() {
        attempt();
        announce();
        return status(around.clock().instant());
    }

    private void attempt() {
        attempting.lock();
        try {
            Instant now = around.clock().instant();
            try {
                Signers signers = siteSigners.read();
                LicenseKey key = key(signers);
                latest = new Attempt(key.license(), latest.error, latest.next);
                ask(key, signers);
                schedule.succeeded(now);
                latest = new Attempt(key.license(), "", Optional.of(schedule.next()));
            } catch (BackendException e) {
                schedule.failed(now);
                failed(e);
            }
        } finally {
            attempting.unlock();
        }
    }

    private void ask(LicenseKey key, Signers signers) throws BackendException {
        dropWhatNoLongerHolds(key, signers);
        Nonce nonce = Nonce.draw(around.random());
        SiteId site = kept.site(around.random());
        String text = client.fetch(key, nonce, site);
        Instant now = around.clock().instant();
        Verified fresh =
                Verified.fresh(text, new Verified.Question(signers, key, site, nonce, seen.floor(key.license())), now);
        book.verified(fresh, now);
        notTakenUp = "";
        seen = seen.with(key.license(), fresh.terms().seq());
        keep(new Kept.Exchange(nonce, text));
    }

    /** Another license's key, or a signer taken away, ends what rested on them. */
    private void dropWhatNoLongerHolds(LicenseKey key, Signers signers) throws BackendException {
        Optional<Verified> verified = book.verified();
        if (verified.isEmpty()) {
            return;
        }
        Verified known = verified.get();
        try {
            Verified.of(
                    known.text(),
                    new Verified.Question(
                            signers, key, known.answer().site(), known.answer().nonce(), 0));
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
            seen = seen.at(book.highest());
            kept.seen(seen);
        } catch (BackendException e) {
            LOG.error("{}; a restart without the license backend would lose the license", e.words());
        }
    }

    private void failed(BackendException e) {
        Instant now = around.clock().instant();
        if (book.verified().isPresent()) {
            book.failed(now);
        } else if (e.trouble().isDefinite() || book.current(now).standing().state() != Standing.State.REFUSED) {
            book.nothing(without(e));
        }
        if (!e.words().equals(latest.error)) {
            LOG.warn("the license could not be verified: {}", e.words());
        }
        latest = new Attempt(latest.license, e.words(), Optional.of(schedule.next()));
    }

    private static Standing without(BackendException e) {
        return e.trouble().refuses() ? Standing.refused(e.words()) : Standing.missing(e.words());
    }

    private LicenseKey key(Signers signers) throws BackendException {
        try {
            return LicenseKey.read(SiteFiles.read(form.keyFile(), "the license key"), signers);
        } catch (ContractException e) {
            throw new BackendException(Trouble.KEY, form.keyFile() + " is not accepted: " + e.words(), e);
        }
    }

    private void announce() {
        License now = current(around.clock().instant());
        License before;
        attempting.lock();
        try {
            before = announced;
            announced = now;
        } finally {
            attempting.unlock();
        }
        if (before.standing().state() != now.standing().state()) {
            String change = "the license is {} now, was {}: {}";
            if (now.standing().state() == Standing.State.VALID) {
                LOG.info(change, word(now), word(before), now.standing().detail());
            } else {
                LOG.warn(change, word(now), word(before), now.standing().detail());
            }
        }
        if (before.standing().state() != now.standing().state()
                || !before.terms().equals(now.terms())) {
            around.changed().accept(new LicenseChange(before, now));
        }
    }

    private static String word(License license) {
        return license.standing().state().name().toLowerCase(Locale.ROOT);
    }

    private void keepSeen(Duration every) {
        if (!attempting.tryLock()) {
            return; // an attempt keeps it when it succeeds
        }
        try {
            Instant highest = book.highest();
            if (highest.isBefore(seen.time().plus(every))) {
                return;
            }
            seen = seen.at(highest);
            kept.seen(seen);
        } catch (BackendException e) {
            LOG.error("{}", e.words());
        } finally {
            attempting.unlock();
        }
    }

    @Override
    public LicenseStatus status(Instant now) {
        License license = current(now);
        Terms terms = license.terms();
        Attempt attempt = latest;
        return new LicenseStatus(
                terms.license().isEmpty() ? attempt.license : terms.license(),
                terms.product(),
                terms.seq(),
                license.standing(),
                attempt.next,
                attempt.error,
                terms.seats(),
                terms.may(),
                notes(now));
    }

    private List<String> notes(Instant now) {
        List<String> notes = new ArrayList<>();
        if (siteSigners.selfIssued()) {
            notes.add("self-issued: this build has no signers of its own and trusts those of license.signers");
        }
        book.verified().ifPresent(v -> notes.addAll(v.answer().definition().notCarriedOut()));
        if (!notTakenUp.isEmpty()) {
            notes.add("at the start of the gate the license was not taken up as it was kept: " + notTakenUp);
        }
        if (now.plus(Verified.CLOCK_BOUND).isBefore(book.highest())) {
            notes.add("the clock of this machine shows " + now + ", but " + book.highest()
                    + " was seen before: the license stands as of then");
        }
        return notes;
    }

    @Override
    public void close() {
        loop.shutdownNow();
        keepSeen(Duration.ZERO);
    }
}
