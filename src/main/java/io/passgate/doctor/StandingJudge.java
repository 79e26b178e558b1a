package io.passgate.doctor;

import io.passgate.admission.LicenseOffice.LicenseStatus;
import io.passgate.doctor.Finding.Area;
import io.passgate.license.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is to be said of how a license stands, and how long it will. Immutable.
 *
 * @param subject whose finding it is
 * @param check what was looked at
 * @param now the time of this machine
 */
record StandingJudge(Subject subject, String check, Instant now) {

    /** How long before its end an administrator is told. */
    private static final Duration SOON = Duration.ofDays(60);

    Finding judge(LicenseStatus status) {
        Standing standing = status.standing();
        String seen = "license " + status.license() + ": " + standing.detail();
        return switch (standing.state()) {
            case VALID -> sound(status, seen);
            case LATE, WARNING ->
                subject.warning(
                        check,
                        seen,
                        "it is not verified anew; in " + Spans.words(Duration.between(now, standing.goodUntil()))
                                + ", at " + standing.goodUntil() + ", nobody is let in any more",
                        "mend what is found of the license backend, then: passgate license sync");
            case STALE ->
                fault(
                        seen,
                        "it is stale: nobody is let in",
                        "mend what is found of the license backend, then: passgate license sync");
            case EXPIRED ->
                fault(seen, "it has ended: nobody is let in", "renew it with the vendor, then: passgate license sync");
            case REFUSED -> fault(seen, "it is refused: nobody is let in", "ask the vendor, naming the license number");
            case MISSING -> fault(seen, "there is no license: nobody is let in", "ask the vendor for one");
        };
    }

    private Finding sound(LicenseStatus status, String seen) {
        Optional<Instant> end = status.terms().validTo();
        String stale = status.standing()
                .verified()
                .map(at -> "; stale, were it not verified anew, in "
                        + Spans.words(Duration.between(now, at.plus(Standing.STALE_AFTER))))
                .orElse("");
        Optional<Duration> left = end.map(at -> Duration.between(now, at)).filter(span -> span.compareTo(SOON) < 0);
        return left.map(span -> subject.warning(
                        check,
                        seen + stale,
                        "it ends in " + Spans.words(span) + ", at " + end.orElseThrow(),
                        "renew it with the vendor"))
                .orElseGet(() -> subject.ok(check, seen + stale));
    }

    private Finding fault(String seen, String wrong, String toDo) {
        return subject.fault(Area.DATA, check, seen, wrong, toDo);
    }
}
