package io.passgate.backend;

import io.passgate.admission.LicenseOffice.Form;
import io.passgate.admission.LicenseOffice.LicenseStatus;
import io.passgate.backend.LicenseFiles.Outcome;
import io.passgate.contract.ContractException;
import io.passgate.contract.LicenseKey;
import io.passgate.contract.Nonce;
import io.passgate.contract.Signers;
import io.passgate.contract.SiteId;
import io.passgate.license.Standing;
import io.passgate.license.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Tries a license by signed key without a gate and without keeping anything: what the data directory holds of it, and what the
 * license backend answers now. Every method blocks. Immutable.
 */
public final class KeyTrial {
    /** How far the license backend's clock and that of this machine may be apart. */
    public static final Duration CLOCK_BOUND = Verified.CLOCK_BOUND;

    private final LicenseForm.SignedKey form;
    private final SiteSigners signers;
    private final Path data;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /**
     * A trial of this key.
     *
     * @param signers {@code license.signers}
     * @param data the data directory
     */
    public KeyTrial(LicenseForm.SignedKey form, Optional<Path> signers, Path data, InstantSource clock) {
        this.form = form;
        this.signers = new SiteSigners(SiteSigners.ofThisBuild(), signers);
        this.data = data;
        this.clock = clock;
    }

    /** The license as the answer stands that was kept of the license backend; empty where none was kept. */
    public Optional<Outcome> kept() {
        return Files.exists(data.resolve("license-answer.json"))
                ? Optional.of(LicenseFiles.outcome(() -> kept(here())))
                : Optional.empty();
    }

    private Kept here() throws BackendException {
        return Kept.ofSite(data)
                .orElseThrow(() -> new BackendException(
                        BackendException.Trouble.SEAL, "the kept answer is nobody's: there is no site.key in " + data));
    }

    private LicenseStatus kept(Kept kept) throws BackendException {
        Signers mayNow = FollowedSigners.read(signers, Optional.of(kept));
        LicenseKey key = key(mayNow);
        Kept.Exchange exchange = kept.answer()
                .orElseThrow(() -> new BackendException(BackendException.Trouble.FILES, "the kept answer is gone"));
        Kept.Seen seen = kept.seen().orElse(Kept.Seen.NOTHING);
        Verified verified = Verified.of(
                exchange.text(),
                new Verified.Question(mayNow, key, site(kept), exchange.nonce(), seen.floor(key.license())));
        Instant now = clock.instant();
        Verification verification =
                new Verification(verified.at(), seen.synced(key.license()).orElse(verified.at()));
        return status(verified, verified.standing(verification, now.isAfter(seen.time()) ? now : seen.time()));
    }

    /**
     * What the license backend answers now.
     *
     * @param patience how long it may take
     */
    public Outcome asked(Duration patience) {
        return LicenseFiles.outcome(() -> {
            Optional<Kept> kept = Kept.ofSite(data);
            Signers mayNow = FollowedSigners.read(signers, kept);
            LicenseKey key = key(mayNow);
            SiteId site = kept.isPresent() ? site(kept.get()) : SiteId.draw(random);
            Nonce nonce = Nonce.draw(random);
            long floor = kept.isPresent() ? floor(kept.get(), key) : 0;
            try (BackendClient client = new BackendClient(form.backend(), patience, clock)) {
                String text = client.fetch(key, nonce, site);
                Instant now = clock.instant();
                Verified verified = Verified.fresh(text, new Verified.Question(mayNow, key, site, nonce, floor), now);
                return status(verified, verified.standing(Verification.both(verified.at()), now));
            }
        });
    }

    /** What somebody else wrote is told of the kept license, and is no floor. */
    private static long floor(Kept kept, LicenseKey key) {
        try {
            return kept.seen().map(seen -> seen.floor(key.license())).orElse(0L);
        } catch (BackendException e) {
            return 0;
        }
    }

    /** The id of this site; a gate that was never started here has none yet, and one that nobody keeps will do. */
    private SiteId site(Kept kept) throws BackendException {
        return Files.exists(data.resolve("site-id")) ? kept.site(random) : SiteId.draw(random);
    }

    private LicenseKey key(Signers mayNow) throws BackendException {
        try {
            return LicenseKey.read(SiteFiles.read(form.keyFile(), "the license key"), mayNow);
        } catch (ContractException e) {
            throw new BackendException(
                    BackendException.Trouble.KEY, form.keyFile() + " is not accepted: " + e.words(), e);
        }
    }

    private static LicenseStatus status(Verified verified, Standing standing) {
        return new LicenseStatus(
                Form.SIGNED_KEY,
                verified.answer().license(),
                verified.terms(),
                standing,
                Optional.empty(),
                "",
                Optional.empty(),
                List.of());
    }
}
