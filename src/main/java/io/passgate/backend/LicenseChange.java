package io.passgate.backend;

import io.passgate.admission.LicenseSource.License;

/**
 * The license stands or grants differently from now on. Immutable.
 *
 * @param before what was in force
 * @param after what is in force
 */
public record LicenseChange(License before, License after) {}
