package io.passgate.admission;

import io.passgate.decision.Policy;
import io.passgate.decision.Policy.Enforcement;
import io.passgate.identity.User;
import io.passgate.license.Allocation;
import io.passgate.license.ReleaseRule;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back access passes that nobody uses, as the site's rule says (decision 26). Nobody who has a session open or is exempt
 * loses one, and nobody at all while the license is off, for then no use is seen. Blocks; never on an event loop. Safe for use by
 * many threads.
 */
public final class Release {

    private static final Logger LOG = LoggerFactory.getLogger(Release.class);

    private final Records records;
    private final Allocate allocate;
    private final LicenseSource license;
    private final Supplier<Policy> policy;
    private final ReleaseRule rule;
    private final InstantSource clock;

    /**
     * Works on these.
     *
     * @param policy the configured policy in force, not yet cut down to the license
     */
    public Release(
            Records records,
            Allocate allocate,
            LicenseSource license,
            Supplier<Policy> policy,
            ReleaseRule rule,
            InstantSource clock) {
        this.records = records;
        this.allocate = allocate;
        this.license = license;
        this.policy = policy;
        this.rule = rule;
        this.clock = clock;
    }

    /** What would be taken back now. */
    public List<Allocation> dryRun() {
        Moment moment = Moment.of(clock, license, policy);
        if (moment.policy().license() == Enforcement.OFF) {
            return List.of();
        }
        Instant now = moment.now();
        List<Allocation> unused = records.allocations().stream()
                .filter(a -> rule.releases(a, now))
                .toList();
        Set<User> busy =
                records.sessions().stream().map(s -> s.session().user()).collect(Collectors.toSet());
        Predicate<User> spared = moment.policy().exempt()::contains;
        return unused.stream()
                .filter(a -> !busy.contains(a.user()) && !spared.test(a.user()))
                .toList();
    }

    /** Takes it back, and logs each. */
    public List<Allocation> run() {
        List<Allocation> released = dryRun();
        released.forEach(allocation -> {
            allocate.withdraw(allocation.user(), allocation.type());
            LOG.info(
                    "released: {} {}, unused since {}",
                    allocation.user(),
                    allocation.type().words(),
                    allocation.lastUsed().orElse(allocation.allocated()));
        });
        return released;
    }
}
