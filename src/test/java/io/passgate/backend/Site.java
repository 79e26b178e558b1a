package io.passgate.backend;

import io.passgate.admission.MemoryLedger;
import io.passgate.license.Standing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A site's files and its gate's license, which can be started again and again on them. */
final class Site implements AutoCloseable {
    static final Instant BEGIN = Instant.parse("2026-11-21T08:00:00Z");

    final Path directory;
    final Path data;
    final MovedClock clock = new MovedClock(BEGIN);
    final List<LicenseChange> changes = new CopyOnWriteArrayList<>();
    final MemoryLedger ledger = new MemoryLedger();
    final List<Sharing.Changed> shared = new CopyOnWriteArrayList<>();
    final Sharing sharing = new Sharing(ledger, (terms, now) -> List.of(), shared::add, (number, error) -> {});
    final Seal seal = seal(new SecureRandom());
    private final List<SignedKeyLicense> opened = new CopyOnWriteArrayList<>();

    Site(Path directory, PlayedBackend backend) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.data = directory.resolve("data");
        write("license.key", backend.issueKey(PlayedBackend.LICENSE).compact());
        write("signers.pem", backend.signers().pem());
        write("ca.pem", backend.authority.pem());
    }

    /** Assignments in {@code ledger}, of whose changes nobody hears. */
    static Sharing sharing(MemoryLedger ledger) {
        return new Sharing(ledger, (terms, now) -> List.of(), changed -> {}, (number, error) -> {});
    }

    /** That of a new host. */
    static Seal seal(SecureRandom random) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return new Seal(key);
    }

    void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    /** The gate's license, not yet loaded. */
    SignedKeyLicense open(URI url, Duration patience) {
        return open(new BackendSettings(url, Optional.of(directory.resolve("ca.pem")), Optional.empty()), patience);
    }

    /** The same, reaching the license backend like that. */
    SignedKeyLicense open(BackendSettings backend, Duration patience) {
        SignedKeyLicense license = new SignedKeyLicense(
                new LicenseForm.SignedKey(directory.resolve("license.key"), backend),
                new SiteSigners(Optional.empty(), Optional.of(directory.resolve("signers.pem"))),
                new SiteLicense.Surroundings(data, clock, new SecureRandom(), changes::add, sharing, seal),
                patience);
        opened.add(license);
        return license;
    }

    /** The gate has just started; nobody has been asked yet. */
    SignedKeyLicense started(PlayedBackend backend) {
        SignedKeyLicense license = open(backend.url(), Duration.ofSeconds(20));
        license.load();
        return license;
    }

    Standing.State state(SignedKeyLicense license) {
        return license.current(clock.instant()).standing().state();
    }

    String detail(SignedKeyLicense license) {
        return license.current(clock.instant()).standing().detail();
    }

    @Override
    public void close() {
        opened.forEach(SignedKeyLicense::close);
    }
}
