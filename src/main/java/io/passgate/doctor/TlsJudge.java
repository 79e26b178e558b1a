package io.passgate.doctor;

import io.passgate.doctor.Finding.Area;
import io.passgate.doctor.TlsAnswer.Chosen;
import io.passgate.doctor.TlsAnswer.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is to be said of the versions and ciphers that a server speaks. Stateless. */
final class TlsJudge {
    static final String CHECK = "tls";

    private TlsJudge() {}

    /**
     * What was seen.
     *
     * @param answers to one {@link ClientHello} for each version
     * @param handshake what a handshake of the gate's own kind came to
     * @param spoken the ciphers that it could have chosen from
     */
    record Seen(List<TlsAnswer> answers, Handshake.Seen handshake, Set<String> spoken) {
        Seen {
            answers = List.copyOf(answers);
            spoken = Set.copyOf(spoken);
        }

        /** What the server chose, newest first, each version once. */
        List<Chosen> accepted() {
            return answers.stream()
                    .flatMap(answer -> answer.chosen().stream())
                    .collect(Collectors.toMap(Chosen::version, c -> c, (one, same) -> one))
                    .values()
                    .stream()
                    .sorted(Comparator.comparing(Chosen::version).reversed())
                    .toList();
        }

        Optional<TlsAnswer> first(Kind kind) {
            return answers.stream().filter(answer -> answer.kind() == kind).findFirst();
        }
    }

    static Finding judge(Target target, Seen seen) {
        String offers = "accepts "
                + seen.accepted().stream().map(c -> c.version().words()).collect(Collectors.joining(", "));
        if (seen.handshake().chosen().isPresent()) {
            Chosen chosen = seen.handshake().chosen().get();
            return target.subject()
                    .ok(CHECK, offers + "; chose " + chosen.version().words() + ", " + chosen.cipher());
        }
        Optional<TlsAnswer> noTls = seen.first(Kind.NO_TLS);
        if (noTls.isPresent()) {
            return target.subject()
                    .fault(
                            Area.CONFIGURATION,
                            CHECK,
                            "it says: " + noTls.get().said(),
                            target.whose() + " speaks no TLS at this port",
                            "correct the port of " + target.urlKey() + ", or its scheme");
        }
        if (seen.accepted().isEmpty()) {
            return nothing(target, seen);
        }
        if (seen.accepted().stream().noneMatch(c -> c.version().isSpokenHere())) {
            return target.subject()
                    .fault(
                            Area.UNREACHABLE,
                            CHECK,
                            offers,
                            target.whose() + " speaks only versions of TLS that are no longer safe; the gate speaks"
                                    + " TLS 1.2 and 1.3",
                            "turn TLS 1.2 on there; on Windows: SCHANNEL\\Protocols\\TLS 1.2 and SchUseStrongCrypto");
        }
        return failed(target, seen);
    }

    private static Finding nothing(Target target, Seen seen) {
        String said = seen.first(Kind.REFUSED)
                .or(() -> seen.first(Kind.SILENT))
                .map(TlsAnswer::said)
                .orElse("nothing");
        return target.subject()
                .fault(
                        Area.UNREACHABLE,
                        CHECK,
                        target.whose() + " " + said,
                        target.whose() + " accepts no version of TLS from 1.0 to 1.3 and no common cipher",
                        "correct the port of " + target.urlKey() + "; look into the log of " + target.whose()
                                + ", and for a firewall that inspects TLS on the way");
    }

    private static Finding failed(Target target, Seen seen) {
        String chosen = "chose "
                + seen.accepted().stream()
                        .map(c -> c.version().words() + " with " + c.cipher())
                        .collect(Collectors.joining(", "));
        if (seen.accepted().stream().map(Chosen::cipher).noneMatch(seen.spoken()::contains)) {
            return target.subject()
                    .fault(
                            Area.UNREACHABLE,
                            CHECK,
                            chosen,
                            "the gate does not speak that cipher, for it is no longer safe",
                            "turn on TLS_ECDHE_…_WITH_AES_…_GCM ciphers there; on Windows: the order of SSL cipher suites"
                                    + " (group policy)");
        }
        if (seen.handshake().asksForCertificate()) {
            return ReachJudge.wantsCertificate(target, CHECK, chosen);
        }
        return target.subject()
                .fault(
                        Area.UNREACHABLE,
                        CHECK,
                        chosen,
                        "the handshake fails all the same: " + seen.handshake().failure(),
                        "look into the log of " + target.whose());
    }
}
