package io.passgate.telemetry;

import io.passgate.admission.DecisionLog;
import io.passgate.admission.SessionRecord;
import io.passgate.decision.Charge;
import io.passgate.decision.Explanation;
import io.passgate.decision.Paid;
import io.passgate.decision.Refusal;
import io.passgate.decision.Verdict;
import io.passgate.identity.Credentials;
import io.passgate.identity.RequestFacts;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.session.Ending;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a decision log is told in these tests. */
final class Told {

    static final Instant AT = Instant.parse("2026-11-21T22:04:24.123456Z");
    static final String AS_SEEN = "Domain\\QVService";
    static final User SERVICE = User.parse(AS_SEEN);
    private static final Explanation NOTHING = new Explanation(List.of(), "");

    private Told() {}

    static DecisionLog.Opened opened(String session, String usageId, int count, String address) {
        return opened(AccessType.USER_ACCESS_PASS, SERVICE, session, usageId, count, address);
    }

    static DecisionLog.Opened opened(
            AccessType type, User user, String session, String usageId, int count, String address) {
        return new DecisionLog.Opened(
                AT,
                facts("4711", address),
                new SessionId(session),
                user,
                user.equals(SERVICE) ? AS_SEEN : user.written(),
                usageId,
                new Verdict.Granted(paid(type), count, Optional.empty(), Optional.empty(), NOTHING),
                Duration.ofNanos(4_217_900));
    }

    static DecisionLog.Opened shadowed(Refusal would) {
        DecisionLog.Opened one = opened(AccessType.USER_ACCESS_PASS, SERVICE, "s-1", "u-1", 1, "10.0.0.7");
        Verdict.Granted verdict = new Verdict.Granted(
                paid(AccessType.USER_ACCESS_PASS), 1, Optional.empty(), Optional.of(would), NOTHING);
        return new DecisionLog.Opened(
                one.at(), one.facts(), one.session(), one.user(), one.asSeen(), one.usageId(), verdict, one.took());
    }

    private static Paid paid(AccessType type) {
        return new Paid(type, Charge.NOTHING, type.metered() ? Optional.of(AT) : Optional.empty());
    }

    static DecisionLog.Renewed renewed(AccessType type) {
        Verdict.Renewed verdict = new Verdict.Renewed(
                new SessionId("s-1"), new Paid(type, new Charge.StartUnit(), Optional.of(AT)), NOTHING);
        return new DecisionLog.Renewed(AT, facts("4711", "10.0.0.7"), SERVICE, verdict, Duration.ofMillis(3));
    }

    static DecisionLog.Refused refused(Refusal reason, String session, String accessId, int count, String address) {
        return new DecisionLog.Refused(
                AT,
                facts("4711", address),
                new SessionId(session),
                SERVICE,
                AS_SEEN,
                accessId,
                new Verdict.Refused(reason, count, Optional.empty(), NOTHING),
                Duration.ofMillis(3));
    }

    static DecisionLog.Ended ended(Ending ending) {
        Session session = new Session(
                new SessionId("s-1"),
                SERVICE,
                "/sales",
                AT,
                AT,
                Duration.ofMinutes(30),
                "192.168.1.100",
                "curl/8",
                Optional.empty());
        return new DecisionLog.Ended(AT, new SessionRecord(session, AccessType.ANALYZER, "u-1"), ending);
    }

    static DecisionLog.UsedFrom usedFrom(String address, int addresses) {
        return new DecisionLog.UsedFrom(
                AT, facts("4711", address), ended(Ending.IDLE).session().session(), addresses);
    }

    static DecisionLog.Exempt exempt() {
        return new DecisionLog.Exempt(AT, facts("4711", "10.0.0.1"), SERVICE, Duration.ofMillis(2));
    }

    static RequestFacts facts(String requestId, String address) {
        return new RequestFacts(
                requestId,
                "/sales",
                "GET",
                "/hub",
                address,
                address,
                "hub.example",
                "curl/8",
                true,
                false,
                Credentials.NONE,
                Map.of());
    }
}
