package io.passgate.backend;

import io.passgate.admission.LicenseSource;
import io.passgate.admission.LicenseSource.License;
import io.passgate.backend.GivenFile.Held;
import io.passgate.contract.Definition;
import io.passgate.contract.LicenseFile;
import io.passgate.license.Standing;
import io.passgate.license.Terms;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What License Enabler File or offline definition is in force and which one will be, as of the highest time seen, in memory.
 * One that holds from a later day on leaves the one before in force until then. Safe for use by many threads; between two
 * changes reading it costs two comparisons.
 */
final class FileBook {
    private static final long NEVER = Long.MAX_VALUE;

    private final LocalDate release;
    private final HighestTime highest;
    private volatile Snapshot snapshot = new Snapshot(
            new License(LicenseSource.NO_TERMS, Standing.missing("the license has not been read yet")), NEVER);
    private Optional<Held> inForce = Optional.empty();
    private Optional<Held> coming = Optional.empty();

    /** The license and the time, in milliseconds, up to which it stands like that. */
    private record Snapshot(License license, long until) {}

    /** @param release the day of this release */
    FileBook(LocalDate release, HighestTime highest) {
        this.release = release;
        this.highest = highest;
    }

    /** The license at {@code now}, or at the highest time seen if that is later. */
    License current(Instant now) {
        long seen = highest.see(now);
        Snapshot latest = snapshot;
        return seen < latest.until ? latest.license : recalculate(Instant.ofEpochMilli(seen));
    }

    synchronized Optional<Held> inForce() {
        return inForce;
    }

    synchronized Optional<Held> coming() {
        return coming;
    }

    /** {@code held} is what the site has now: in force at once, or when its time comes and another holds until then. */
    synchronized void take(Held held) {
        boolean known = inForce.map(Held::text).equals(Optional.of(held.text()));
        boolean later =
                inForce.isPresent() && highest.get().isBefore(held.file().validFrom());
        if (later && !known) {
            coming = Optional.of(held);
        } else {
            inForce = Optional.of(held);
            coming = Optional.empty();
        }
        recalculate(highest.get());
    }

    /** Nothing is known that would let anybody in. */
    synchronized void nothing(Standing standing) {
        inForce = Optional.empty();
        coming = Optional.empty();
        snapshot = new Snapshot(new License(LicenseSource.NO_TERMS, standing), NEVER);
    }

    private synchronized License recalculate(Instant seen) {
        Optional<Held> due = coming.filter(c -> !seen.isBefore(c.file().validFrom()));
        if (due.isPresent()) {
            inForce = due;
            coming = Optional.empty();
        }
        if (inForce.isEmpty()) {
            return snapshot.license;
        }
        LicenseFile file = inForce.get().file();
        long until = Stream.concat(file.changes().stream(), coming.stream().map(c -> c.file()
                        .validFrom()))
                .filter(seen::isBefore)
                .mapToLong(Instant::toEpochMilli)
                .min()
                .orElse(NEVER);
        snapshot = new Snapshot(license(file, release, seen), until);
        return snapshot.license;
    }

    /** What {@code file} comes to, were {@code seen} the time. */
    static License license(LicenseFile file, LocalDate release, Instant seen) {
        Terms terms = file.terms(seen);
        return new License(terms, standing(file, terms, release, seen));
    }

    private static Standing standing(LicenseFile file, Terms terms, LocalDate release, Instant seen) {
        if (!terms.product().equals(Definition.PRODUCT)) {
            return Standing.refused(
                    "the license is for the product " + terms.product() + ", not for " + Definition.PRODUCT);
        }
        return file.maintenance()
                .filter(release::isAfter)
                .map(end -> Standing.refused(
                        "the maintenance of the license ended on " + end + ", and this release is dated " + release
                                + ": releases dated later cannot be licensed with it"))
                .orElseGet(() -> Standing.unverified(terms, seen));
    }
}
