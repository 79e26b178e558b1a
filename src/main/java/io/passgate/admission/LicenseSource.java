package io.passgate.admission;

import io.passgate.license.Capacity;
import io.passgate.license.May;
import io.passgate.license.Standing;
import io.passgate.license.Terms;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What the license grants and how it stands. Reads memory only, never blocks. Safe for use by many threads. */
public interface LicenseSource {

    /** The license at {@code now}; its terms are those {@link Terms#at} that moment. */
    License current(Instant now);

    /**
     * The license at a moment.
     *
     * @param terms what it grants; {@link #NO_TERMS} when there is no license
     * @param standing what the site may do
     */
    record License(Terms terms, Standing standing) {}

    /** Grants nothing. */
    Terms NO_TERMS = new Terms(
            "",
            Terms.Form.SIGNED_KEY,
            0,
            Instant.EPOCH,
            Optional.empty(),
            "",
            false,
            Map.of(),
            0,
            Capacity.NONE,
            Optional.empty(),
            May.DEFAULT);
}
