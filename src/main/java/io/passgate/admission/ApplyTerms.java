package io.passgate.admission;

import io.passgate.decision.Policy;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Adjustment;
import io.passgate.license.Allocation;
import io.passgate.license.Terms;
import io.passgate.session.Ending;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what is given out, and the sessions that go on it, in line with the terms: after a change of the license, at the
 * conversion date, and where there is room again (domain.md §1.5). Doing it again changes nothing more, so a crash in the middle
 * is made good by the next time. Blocks; never on an event loop. Safe for use by many threads.
 */
public final class ApplyTerms {

    private static final Logger LOG = LoggerFactory.getLogger(ApplyTerms.class);

    /** How many users are named in the log. */
    private static final int NAMED = 20;

    private final Records records;
    private final LicenseSource license;
    private final Supplier<Policy> policy;
    private final Plan plan;
    private final EndSession endSession;
    private final Waiting waiting;
    private final InstantSource clock;

    /**
     * Works on these.
     *
     * @param policy the configured policy in force, not yet cut down to the license
     */
    public ApplyTerms(
            Records records,
            LicenseSource license,
            Supplier<Policy> policy,
            EndSession endSession,
            Waiting waiting,
            InstantSource clock) {
        this.records = records;
        this.license = license;
        this.policy = policy;
        this.plan = new Plan(records, license, policy, clock);
        this.endSession = endSession;
        this.waiting = waiting;
        this.clock = clock;
    }

    /** The license has changed: logs who gains and who loses by it, then applies it. */
    public void changed(Terms before, Terms after) {
        if (!before.equals(after) && !before.equals(LicenseSource.NO_TERMS)) {
            Plan.Situation now = plan.now();
            tell(plan.between(
                    new Plan.Situation(before, now.rules(), now.at()),
                    new Plan.Situation(after, now.rules(), now.at())));
        }
        run();
    }

    private static void tell(Plan.Outcome outcome) {
        List<Plan.Row> losing = outcome.losing();
        LOG.info(
                "the terms of the license have changed: {} of {} known users lose access, {} gain it",
                losing.size(),
                outcome.rows().size(),
                outcome.gaining().size());
        losing.stream().limit(NAMED).forEach(row -> LOG.warn("{} loses access: {}", row.user(), row.why()));
        if (losing.size() > NAMED) {
            LOG.warn("{} more lose access; passgate explain says why for each", losing.size() - NAMED);
        }
    }

    /** Applies the terms of this moment. Does nothing while none are known. */
    public Adjustment run() {
        Moment moment = Moment.of(clock, license, policy);
        if (moment.terms().equals(LicenseSource.NO_TERMS)) {
            return new Adjustment(List.of(), List.of(), List.of());
        }
        Adjustment done = records.adjust(moment.terms(), moment.now());
        if (!done.isEmpty()) {
            LOG.info(
                    "the terms of the license are applied: {} access passes excess or back, {} gone, login access groups ended:"
                            + " {}",
                    done.changed().size(),
                    done.removed().size(),
                    done.groupsEnded());
        }
        if (moment.enforced()) {
            endWithoutPass(moment.terms());
        }
        done.changed().stream().filter(Allocation::admits).forEach(back -> waiting.wake(back.user()));
        return done;
    }

    /** Sessions are read first: whatever one of them was opened with was given before. */
    private void endWithoutPass(Terms terms) {
        List<SessionRecord> sessions = records.sessions();
        Set<Holder> holders = records.allocations().stream()
                .filter(Allocation::admits)
                .map(a -> new Holder(a.user(), a.type()))
                .collect(Collectors.toCollection(HashSet::new));
        List<CompletionStage<Optional<SessionRecord>>> ending = sessions.stream()
                .flatMap(s -> ending(s, holders, terms).stream()
                        .map(how -> endSession.end(s.session().id(), how)))
                .toList();
        ending.forEach(Blocking::await);
    }

    private static Optional<Ending> ending(SessionRecord session, Set<Holder> holders, Terms terms) {
        User user = session.session().user();
        AccessType type = session.accessType();
        if (user.isAnonymous() && !terms.may().anonymous()) {
            return Optional.of(Ending.LICENSE);
        }
        boolean gone = type.allocated()
                ? terms.seats(type) == 0 || !holders.contains(new Holder(user, type))
                : type == AccessType.LOGIN_ACCESS_PASS && terms.tokens() == 0;
        return gone ? Optional.of(Ending.WITHDRAWN) : Optional.empty();
    }

    /** Who may have sessions on what. */
    private record Holder(User user, AccessType type) {}
}
