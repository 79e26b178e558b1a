package io.passgate.admission;

import io.passgate.license.AccessType;
import io.passgate.license.May;
import io.passgate.license.Standing;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What administration sees of the license, and asks of it. Safe for use by many threads. */
public interface LicenseOffice {

    /** Everything that is known at {@code now}. Memory only. */
    LicenseStatus status(Instant now);

    /** Asks the license backend now and waits for the answer: blocks, never on an event loop. */
    LicenseStatus verify();

    /**
     * The license as an administrator sees it. Immutable; no secrets.
     *
     * @param license the license number, empty without a license
     * @param product the product it is for
     * @param seq sequence number of the definition in force
     * @param standing how it stands
     * @param nextVerification when the backend is asked next, if it is
     * @param lastError what went wrong at the last attempt, in plain words; empty after a success
     * @param seats access passes by type
     * @param may what the site may loosen
     * @param notes what else should be known: self-issued, parts of the license that are not carried out
     */
    record LicenseStatus(
            String license,
            String product,
            long seq,
            Standing standing,
            Optional<Instant> nextVerification,
            String lastError,
            Map<AccessType, Integer> seats,
            May may,
            List<String> notes) {
        /** Copies. */
        public LicenseStatus {
            Map<AccessType, Integer> copy = new EnumMap<>(AccessType.class);
            copy.putAll(seats);
            seats = java.util.Collections.unmodifiableMap(copy);
            notes = List.copyOf(notes);
        }
    }
}
