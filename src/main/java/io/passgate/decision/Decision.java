package io.passgate.decision;

import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Pool;
import io.passgate.license.Standing;
import io.passgate.session.Session;
import io.passgate.session.UserSessions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

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
        if (!standing.admits(now)) {
            return license(standing, sessions, trace);
        }
        trace.hit("license", "the license is " + word(standing) + ": " + standing.detail());

        Optional<Session> current = request.current().flatMap(sessions::find);
        if (current.isPresent()) {
            Session session = current.get();
            trace.hit("session", "goes on with session " + session.id() + ", idle until " + session.idleUntil());
            return new Verdict.Renewed(session.id(), trace.explanation(""));
        }
        trace.miss("session", "belongs to no open session");

        Optional<Allocation> pass = pass(view);
        trace.passes(view, pass);
        if (pass.isEmpty()) {
            return new Verdict.Refused(
                    Refusal.NOTHING_ALLOCATED, sessions.taken(), Optional.empty(), trace.explanation(allocate(view)));
        }
        return slot(pass.get().type(), sessions, trace);
    }

    private Verdict slot(AccessType type, UserSessions sessions, Trace trace) {
        int taken = sessions.taken();
        String figures = sessions.sessions().size() + " sessions and "
                + sessions.holds().size() + " holds of " + policy.parallel() + " parallel sessions";
        if (taken < policy.parallel()) {
            trace.hit("parallel sessions", figures);
            return new Verdict.Granted(type, taken + 1, Optional.empty(), trace.explanation(""));
        }
        boolean handOver = policy.atLimit() == AtLimit.END_LONGEST_IDLE && taken == policy.parallel();
        Optional<Session> longestIdle = handOver ? sessions.longestIdle() : Optional.empty();
        if (longestIdle.isPresent()) {
            trace.hit("parallel sessions", figures + "; " + longestIdle.get().id() + ", idle the longest, makes room");
            return new Verdict.Granted(type, taken, longestIdle.map(Session::id), trace.explanation(""));
        }
        trace.miss("parallel sessions", figures);
        return new Verdict.Refused(
                Refusal.TOO_MANY_SESSIONS,
                taken,
                sessions.nextFree(policy.parallel()),
                trace.explanation("End one of the sessions, or wait until the next slot is free. A session ended at the"
                        + " maximum keeps its slot for " + policy.hold().toMinutes() + " minutes."));
    }

    private static Verdict license(Standing standing, UserSessions sessions, Trace trace) {
        boolean over = standing.state().admits();
        trace.miss(
                "license",
                over
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
        return new Verdict.Refused(reason, sessions.taken(), Optional.empty(), trace.explanation(remedy));
    }

    private static Optional<Allocation> pass(LedgerView view) {
        return view.allocations().stream().min(Comparator.comparing(Allocation::type));
    }

    private static String allocate(LedgerView view) {
        String free = view.pools().stream()
                .filter(p -> p.available() > 0)
                .map(p -> p.available() + " " + p.type().words())
                .collect(Collectors.joining(", "));
        return free.isEmpty()
                ? "Every access pass is allocated: withdraw one that is not needed, or extend the license."
                : "Allocate an access pass to the user; free: " + free + ".";
    }

    private static String word(Standing standing) {
        return standing.state().name().toLowerCase(Locale.ROOT);
    }

    /** Collects the steps. Confined to one decision. */
    private static final class Trace {
        private final List<Explanation.Step> steps = new ArrayList<>();

        void hit(String name, String text) {
            steps.add(new Explanation.Step(name, true, text));
        }

        void miss(String name, String text) {
            steps.add(new Explanation.Step(name, false, text));
        }

        void passes(LedgerView view, Optional<Allocation> chosen) {
            for (Pool pool : view.pools()) {
                boolean held = chosen.isPresent() && chosen.get().type() == pool.type();
                String figures = " (" + pool.allocated() + " of " + pool.total() + " allocated)";
                steps.add(new Explanation.Step(
                        pool.type().words(),
                        held,
                        (held ? "allocated to the user" : "not allocated to the user") + figures));
                if (held) {
                    return;
                }
            }
        }

        Explanation explanation(String remedy) {
            return new Explanation(steps, remedy);
        }
    }
}
