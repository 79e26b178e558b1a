package io.passgate.admission;

import io.passgate.license.Standing;
import io.passgate.license.Terms;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What administration sees of the license, and asks of it. Safe for use by many threads. */
public interface LicenseOffice {

    /** Everything that is known at {@code now}. Memory only. */
    LicenseStatus status(Instant now);

    /** Asks the license backend now, or reads the license file anew: blocks, never on an event loop. */
    LicenseStatus verify();

    /** How a license comes to a site (design.md §5). */
    enum Form {
        NONE("no license"),
        SIGNED_KEY("signed license key"),
        LICENSE_ENABLER_FILE("License Enabler File"),
        OFFLINE_DEFINITION("offline definition");

        private final String words;

        Form(String words) {
            this.words = words;
        }

        /** As people read it. */
        public String words() {
            return words;
        }
    }

    /**
     * How the sync of assignments with the other sites of the license stands. Immutable.
     *
     * @param at when the license backend last verified them
     * @param next when it is asked next, if it is
     * @param pending changes that it is still to be told, as of the last sync
     * @param lastError what went wrong at the last attempt, in plain words; empty after a success
     */
    record SyncStatus(Optional<Instant> at, Optional<Instant> next, long pending, String lastError) {}

    /**
     * The license as an administrator sees it. Immutable; no secrets.
     *
     * @param form how the license comes
     * @param license the license number that is configured, even before it could be verified; empty without a license
     * @param terms what it grants; {@link LicenseSource#NO_TERMS} while nothing is known
     * @param standing how it stands
     * @param nextVerification when the backend is asked next, if it is
     * @param lastError what went wrong at the last attempt, in plain words; empty after a success
     * @param sync how the sync of assignments stands; empty where the license has none
     * @param notes what else should be known: self-issued, parts of the license that are not carried out
     */
    record LicenseStatus(
            Form form,
            String license,
            Terms terms,
            Standing standing,
            Optional<Instant> nextVerification,
            String lastError,
            Optional<SyncStatus> sync,
            List<String> notes) {
        /** Copies. */
        public LicenseStatus {
            notes = List.copyOf(notes);
        }
    }
}
