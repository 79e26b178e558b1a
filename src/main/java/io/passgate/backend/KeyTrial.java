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
        Kept kept = new Kept(data);
        return Files.exists(data.resolve("license-answer.json"))
                ? Optional.of(LicenseFiles.outcome(() -> kept(kept)))
                : Optional.empty();
    }

    private LicenseStatus kept(Kept kept) throws BackendException {
        Signers mayNow = signers.read();
        LicenseKey key = key(mayNow);
        Kept.Exchange exchange = kept.answer()
                .orElseThrow(() -> new BackendException(BackendException.Trouble.FILES, "the kept answer is gone"));
        Kept.Seen seen = kept.seen();
        Verified verified = Verified.of(
                exchange.text(),
                new Verified.Question(mayNow, key, site(kept), exchange.nonce(), seen.floor(key.license())));
        Instant now = clock.instant();
        return status(verified, verified.standing(now.isAfter(seen.time()) ? now : seen.time()));
    }

    /**
     * What the license backend answers now.
     *
     * @param patience how long it may take
     */
    public Outcome asked(Duration patience) {
        return LicenseFiles.outcome(() -> {
            Kept kept = new Kept(data);
            Signers mayNow = signers.read();
            LicenseKey key = key(mayNow);
            SiteId site = site(kept);
            Nonce nonce = Nonce.draw(random);
            long floor = kept.seen().floor(key.license());
            try (BackendClient client = new BackendClient(form.backend(), patience)) {
                String text = client.fetch(key, nonce, site);
                Instant now = clock.instant();
                Verified verified = Verified.fresh(text, new Verified.Question(mayNow, key, site, nonce, floor), now);
                return status(verified, verified.standing(now));
            }
        });
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
                List.of());
    }
}
