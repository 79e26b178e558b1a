package io.passgate.backend;

import io.passgate.admission.LicenseOffice;
import io.passgate.admission.LicenseSource;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The license of the site, in whichever form it comes. Safe for use by many threads. */
public interface SiteLicense extends LicenseSource, LicenseOffice, AutoCloseable {

    /**
     * Reads what was kept, then begins to ask the license backend, or to look at the file, in the background.
     *
     * @return completes when the first attempt is over, however it ended
     */
    CompletionStage<LicenseStatus> start();

    /** Stops that and keeps what was seen. */
    @Override
    void close();

    /**
     * What every form needs of the gate around it.
     *
     * @param data the data directory
     * @param clock the clock of this machine
     * @param random nonces, the site id, jitter
     * @param changed told of each change, on the refresh loop's thread; should be quick
     * @param sharing what sites of one license key share
     * @param seal the seal of this site, over what is kept
     */
    record Surroundings(
            Path data,
            InstantSource clock,
            SecureRandom random,
            Consumer<LicenseChange> changed,
            Sharing sharing,
            Seal seal) {}

    /** The license that {@code settings} configure; none: the site has no license. Starts nothing. */
    static SiteLicense of(Optional<LicenseSettings> settings, Surroundings surroundings) {
        if (settings.isEmpty()) {
            return new NoLicense("no license is configured: give the gate one under 'license'");
        }
        SiteSigners signers =
                new SiteSigners(SiteSigners.ofThisBuild(), settings.get().signers());
        return settings.get()
                .form()
                .fold(
                        key -> new SignedKeyLicense(key, signers, surroundings),
                        lef -> new FileLicense(GivenFile.of(lef), signers, surroundings, Release.ofThisBuild()),
                        offline ->
                                new FileLicense(GivenFile.of(offline), signers, surroundings, Release.ofThisBuild()));
    }
}
