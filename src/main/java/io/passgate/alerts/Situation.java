package io.passgate.alerts;

import io.passgate.admission.LicenseSource.License;
import io.passgate.license.Occupancy;
import java.time.Instant;

/**
 * What conditions are judged by. Immutable.
 *
 * @param now the time
 * @param license how it stands and what it grants
 * @param occupancy how much of it is taken
 * @param denials how many were refused lately
 */
record Situation(Instant now, License license, Occupancy occupancy, Denials.Figures denials) {}
