package io.passgate.doctor;

import io.passgate.doctor.Finding.Area;
import io.passgate.doctor.Handshake.Vouched;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What is to be said of a certificate: its time, its names, who vouches for it. Stateless. */
final class CertificateJudge {
    static final String CHECK = "certificate";

    /** How long before its end an administrator is told. */
    static final Duration SOON = Duration.ofDays(30);

    private CertificateJudge() {}

    /**
     * What was shown by a server.
     *
     * @param chain the certificate, then its issuers; at least one
     * @param vouched what the authorities say of it
     * @param trust where the authorities stand
     */
    record Shown(List<X509Certificate> chain, Vouched vouched, String trust) {
        Shown {
            chain = List.copyOf(chain);
        }
    }

    /** All that is wrong, each a finding of its own; one that says that nothing is. */
    static List<Finding> judge(Target target, Shown shown, Instant now) {
        X509Certificate certificate = shown.chain().get(0);
        String seen = described(certificate);
        List<Finding> found = new ArrayList<>(Stream.concat(
                        expired(target.subject(), shown.chain(), "ask whoever runs " + target.whose(), now).stream(),
                        Stream.concat(name(target, certificate).stream(), issuer(target, shown).stream()))
                .toList());
        if (found.isEmpty()) {
            found.add(target.subject().ok(CHECK, seen + ", vouched for by an authority in " + shown.trust()));
        }
        return found;
    }

    /**
     * What is wrong with the time of a chain: that of the certificate which ends first, for all of them must hold.
     *
     * @param how how a new one is had
     */
    static List<Finding> expired(Subject subject, List<X509Certificate> chain, String how, Instant now) {
        X509Certificate first = chain.stream()
                .min(Comparator.comparing(X509Certificate::getNotAfter))
                .orElseThrow();
        Instant end = first.getNotAfter().toInstant();
        String renew = how + " for a new one, and put it in place";
        if (!now.isBefore(end)) {
            return List.of(subject.fault(
                    Area.UNREACHABLE,
                    CHECK,
                    described(first),
                    "it has expired, at " + end + ", or the clock of this machine is fast",
                    renew));
        }
        for (X509Certificate one : chain) {
            Instant begin = one.getNotBefore().toInstant();
            if (now.isBefore(begin)) {
                return List.of(subject.fault(
                        Area.UNREACHABLE,
                        CHECK,
                        described(one),
                        "it is not valid before " + begin + ", or the clock of this machine is slow",
                        "set the clock of this machine, or wait"));
            }
        }
        if (now.plus(SOON).isBefore(end)) {
            return List.of();
        }
        return List.of(subject.warning(
                CHECK,
                described(first),
                "it expires in " + Spans.words(Duration.between(now, end)) + ", at " + end,
                renew));
    }

    private static List<Finding> name(Target target, X509Certificate certificate) {
        if (CertificateNames.cover(certificate, target.host())) {
            return List.of();
        }
        return List.of(target.subject()
                .fault(
                        Area.CONFIGURATION,
                        CHECK,
                        described(certificate),
                        "it is for another host name: it names "
                                + String.join(", ", CertificateNames.of(certificate)) + ", but the url says "
                                + target.host(),
                        "write a name of the certificate into " + target.urlKey()
                                + ", or give the server a certificate that names " + target.host()));
    }

    private static List<Finding> issuer(Target target, Shown shown) {
        X509Certificate certificate = shown.chain().get(0);
        return switch (shown.vouched()) {
            case YES, NOT_NOW -> List.of();
            case TOO_WEAK ->
                List.of(target.subject()
                        .fault(
                                Area.UNREACHABLE,
                                CHECK,
                                described(certificate),
                                "it, or one of its issuers, is signed with an algorithm or a key that is too weak ("
                                        + certificate.getSigAlgName() + ")",
                                "ask whoever runs " + target.whose()
                                        + " for one that is signed with SHA-256 or better"));
            case NO ->
                List.of(target.subject()
                        .fault(
                                Area.CONFIGURATION,
                                CHECK,
                                described(certificate),
                                "no authority in " + shown.trust() + " vouches for it: it was issued by "
                                        + certificate.getIssuerX500Principal().getName(),
                                "put the certificate of that authority (PEM) into the file of " + target.key()
                                        + ".trust; or let the server send its intermediate certificates too"));
        };
    }

    static String described(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName() + ", valid until "
                + certificate.getNotAfter().toInstant();
    }
}
