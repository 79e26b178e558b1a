package io.passgate.decision;

import io.passgate.decision.Policy.Enforcement;
import io.passgate.license.Standing;
import io.passgate.session.Session;
import io.passgate.session.UserSessions;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The one decision (design.md §3), used for requests, for {@code explain} and for every plan. A pure function: same inputs,
 * same verdict; it may be run more than once for one request. Stateless.
 */
public final class Decision {

    private final Policy policy;

    /** Decides by {@code policy}. */
    public Decision(Policy policy) {
        this.policy = policy;
    }

    /** The verdict on {@code request}, given what the ledger and the license say at {@code now}. First failure wins. */
    public Verdict decide(Request request, LedgerView view, Standing standing, Instant now) {
        Trace trace = new Trace();
        if (policy.exempt().contains(request.user())) {
            trace.hit("exempt", request.user() + " is exempt: needs no access pass and takes no slot");
            return new Verdict.Exempt(trace.explanation(""));
        }
        trace.miss(
                "exempt",
                request.user() + " is not among the " + policy.exempt().size() + " exempt users");
        UserSessions sessions = view.sessions().at(now);
        Optional<Verdict.Refused> shut =
                policy.license() == Enforcement.OFF ? Optional.empty() : license(standing, sessions, now, trace);
        if (shut.isPresent() && policy.license() == Enforcement.ENFORCE) {
            return shut.get();
        }
        Optional<Request.Current> current =
                request.current().filter(c -> sessions.find(c.session()).isPresent());
        if (current.isPresent()) {
            Session session = sessions.find(current.get().session()).orElseThrow();
            return goOn(request, view, session, current.get(), now, trace);
        }
        trace.miss("session", "belongs to no open session");
        return open(request, view, sessions, shut.map(Verdict.Refused::reason), now, trace);
    }

    /** A session that is open goes on, paid for anew where its paid time is over. */
    private Verdict goOn(
            Request request, LedgerView view, Session session, Request.Current current, Instant now, Trace trace) {
        if (!session.due(now)) {
            trace.hit("session", "goes on with session " + session.id() + ", idle until " + session.idleUntil());
            return new Verdict.Renewed(
                    session.id(), new Paid(current.type(), Charge.NOTHING, session.paidUntil()), trace.explanation(""));
        }
        trace.hit(
                "session",
                "session " + session.id() + " was paid for until "
                        + session.paidUntil().orElseThrow());
        Choice choice = pass(request, view, false, now, trace);
        Optional<Paid> goesOn = policy.license() == Enforcement.ENFORCE
                ? choice.paid
                : choice.paid.or(() -> Optional.of(Paid.unlicensed(policy)));
        return goesOn.<Verdict>map(paid -> new Verdict.Renewed(session.id(), paid, trace.explanation("")))
                .orElseGet(() -> refused(choice, view.sessions().at(now), trace));
    }

    private Verdict open(
            Request request, LedgerView view, UserSessions sessions, Optional<Refusal> shut, Instant now, Trace trace) {
        if (policy.license() == Enforcement.OFF || shut.isPresent()) {
            trace.hit("license", "not enforced");
            return slot(Paid.unlicensed(policy), shut, sessions, trace);
        }
        Choice choice = pass(request, view, true, now, trace);
        if (choice.paid.isPresent()) {
            return slot(choice.paid.get(), Optional.empty(), sessions, trace);
        }
        if (policy.license() == Enforcement.SHADOW) {
            trace.hit("license", "not enforced");
            return slot(Paid.unlicensed(policy), Optional.of(choice.missing), sessions, trace);
        }
        return refused(choice, sessions, trace);
    }

    private static Verdict.Refused refused(Choice choice, UserSessions sessions, Trace trace) {
        return new Verdict.Refused(choice.missing, sessions.taken(), choice.retryAt, trace.explanation(choice.remedy));
    }

    /**
     * The outcome of step 4.
     *
     * @param paid the pass, if there is one
     * @param missing what stood in the way otherwise
     * @param retryAt when that is over by itself, if it is known
     * @param remedy what would help
     */
    private record Choice(Optional<Paid> paid, Refusal missing, Optional<Instant> retryAt, String remedy) {
        static Choice of(Paid paid) {
            return new Choice(Optional.of(paid), Refusal.NOTHING_ALLOCATED, Optional.empty(), "");
        }
    }

    private static Choice pass(Request request, LedgerView view, boolean opening, Instant now, Trace trace) {
        if (!view.person().active()) {
            trace.miss("user", request.user() + " is deactivated");
            return new Choice(
                    Optional.empty(),
                    Refusal.USER_INACTIVE,
                    Optional.empty(),
                    "Activate the user if they may come back.");
        }
        PassChoice choice = new PassChoice(request.user(), view, now, trace);
        return choice.choose(opening).map(Choice::of).orElseGet(() -> {
            Refusal missing = choice.missing();
            return new Choice(Optional.empty(), missing, choice.retryAt(missing), choice.remedy(missing));
        });
    }

    private Verdict slot(Paid paid, Optional<Refusal> shadowed, UserSessions sessions, Trace trace) {
        int taken = sessions.taken();
        String figures = sessions.sessions().size() + " sessions and "
                + sessions.holds().size() + " holds of " + policy.parallel() + " parallel sessions";
        if (taken < policy.parallel() || policy.sessions() == Enforcement.OFF) {
            trace.hit("parallel sessions", figures);
            return new Verdict.Granted(paid, taken + 1, Optional.empty(), shadowed, trace.explanation(""));
        }
        boolean handOver = policy.atLimit() == AtLimit.END_LONGEST_IDLE && taken == policy.parallel();
        Optional<Session> longestIdle = handOver ? sessions.longestIdle() : Optional.empty();
        if (longestIdle.isPresent()) {
            trace.hit("parallel sessions", figures + "; " + longestIdle.get().id() + ", idle the longest, makes room");
            return new Verdict.Granted(paid, taken, longestIdle.map(Session::id), shadowed, trace.explanation(""));
        }
        trace.miss("parallel sessions", figures);
        if (policy.sessions() == Enforcement.SHADOW) {
            return new Verdict.Granted(
                    paid,
                    taken + 1,
                    Optional.empty(),
                    shadowed.or(() -> Optional.of(Refusal.TOO_MANY_SESSIONS)),
                    trace.explanation(""));
        }
        return new Verdict.Refused(
                Refusal.TOO_MANY_SESSIONS,
                taken,
                sessions.nextFree(policy.parallel()),
                trace.explanation("End one of the sessions, or wait until the next slot is free. A session ended at the"
                        + " maximum keeps its slot for " + policy.hold().toMinutes() + " minutes."));
    }

    /** The refusal of a license that lets nobody in at {@code now}. */
    private static Optional<Verdict.Refused> license(
            Standing standing, UserSessions sessions, Instant now, Trace trace) {
        if (standing.admits(now)) {
            trace.hit("license", "the license is " + word(standing) + ": " + standing.detail());
            return Optional.empty();
        }
        trace.miss(
                "license",
                standing.state().admits()
                        ? "the license was " + word(standing) + " until " + standing.goodUntil()
                                + " and has not been verified since: " + standing.detail()
                        : "the license is " + word(standing) + ": " + standing.detail());
        Refusal reason =
                switch (standing.state()) {
                    case MISSING -> Refusal.LICENSE_MISSING;
                    case REFUSED -> Refusal.LICENSE_REFUSED;
                    case EXPIRED -> Refusal.LICENSE_EXPIRED;
                    case STALE, VALID, LATE, WARNING -> Refusal.LICENSE_STALE;
                };
        String remedy =
                switch (reason) {
                    case LICENSE_MISSING -> "Give the gate a license: license.keyFile in its configuration.";
                    case LICENSE_REFUSED ->
                        "Ask the vendor why the license is refused; passgate license status says what was found.";
                    case LICENSE_EXPIRED -> "Renew the license with the vendor.";
                    default ->
                        "Let the gate reach the license backend; it recovers by itself at the next verification.";
                };
        return Optional.of(new Verdict.Refused(reason, sessions.taken(), Optional.empty(), trace.explanation(remedy)));
    }

    private static String word(Standing standing) {
        return standing.state().name().toLowerCase(Locale.ROOT);
    }
}
