package io.passgate.license;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Terms for tests: those of a signed key that began long ago, and what a test makes of them. Stateless. */
public final class TestTerms {

    private static final Instant BEGAN = Instant.parse("2026-03-02T08:00:00Z").minus(Duration.ofDays(100));

    private TestTerms() {}

    /** So many of each. */
    public static Terms of(int professional, int analyzer, int tokens) {
        return of(Map.of(AccessType.PROFESSIONAL, professional, AccessType.ANALYZER, analyzer), tokens);
    }

    /** These seats and tokens. */
    public static Terms of(Map<AccessType, Integer> seats, int tokens) {
        return new Terms(
                "9999000000001234",
                Terms.Form.SIGNED_KEY,
                1,
                BEGAN,
                Optional.empty(),
                "hub",
                false,
                seats,
                tokens,
                Capacity.NONE,
                Optional.empty(),
                May.DEFAULT);
    }

    /** The same with so many minutes of analyzer capacity, and so many beyond. */
    public static Terms capacity(Terms terms, int minutes, int overage) {
        return with(terms, terms.form(), new Capacity(minutes, overage), terms.conversion());
    }

    /** The same, from a License Enabler File. */
    public static Terms enablerFile(Terms terms) {
        return with(terms, Terms.Form.LICENSE_ENABLER_FILE, terms.capacity(), terms.conversion());
    }

    /** The same, its tokens ending at {@code date}. */
    public static Terms converting(Terms terms, Instant date) {
        return with(terms, terms.form(), terms.capacity(), Optional.of(date));
    }

    /** The same, holding within that time and on the deny list or not. */
    public static Terms holding(Terms terms, Instant from, Optional<Instant> to, boolean denyListed) {
        return new Terms(
                terms.license(),
                terms.form(),
                terms.seq(),
                from,
                to,
                terms.product(),
                denyListed,
                terms.seats(),
                terms.tokens(),
                terms.capacity(),
                terms.conversion(),
                terms.may());
    }

    private static Terms with(Terms terms, Terms.Form form, Capacity capacity, Optional<Instant> conversion) {
        return new Terms(
                terms.license(),
                form,
                terms.seq(),
                terms.validFrom(),
                terms.validTo(),
                terms.product(),
                terms.denyListed(),
                terms.seats(),
                terms.tokens(),
                capacity,
                conversion,
                terms.may());
    }
}
