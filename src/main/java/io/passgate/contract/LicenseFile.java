package io.passgate.contract;

import io.passgate.license.Terms;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A license that stands in a file of the site and that no license backend verifies: it only starts and ends (design.md §5).
 * Immutable; whoever has one knows that it was signed.
 */
public sealed interface LicenseFile permits EnablerFile, OfflineDefinition {

    /** One function for each form. */
    <R> R fold(Function<EnablerFile, R> lef, Function<OfflineDefinition, R> offline);

    /** The license number. */
    String license();

    /** Rises with every change and never goes back. */
    long seq();

    /** From when it holds. */
    Instant validFrom();

    /** The last day of maintenance: releases dated later cannot be licensed with it (domain.md §4.3). */
    Optional<LocalDate> maintenance();

    /** What of it this version carries out, as it is at {@code now}. */
    Terms terms(Instant now);

    /** The moments at which its terms are others. */
    List<Instant> changes();

    /** What of it this version does not carry out, one sentence each. */
    List<String> notCarriedOut();
}
