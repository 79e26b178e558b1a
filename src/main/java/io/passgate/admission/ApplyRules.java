package io.passgate.admission;

import io.passgate.decision.LedgerView.Stock;
import io.passgate.decision.Policy;
import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Finding;
import io.passgate.license.Known;
import io.passgate.license.LoginGroup;
import io.passgate.license.RuleLint;
import io.passgate.license.Terms;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Checks access rules against the users that the site knows, and puts them in force (domain.md §5). Blocks; never on an event
 * loop. Safe for use by many threads.
 */
public final class ApplyRules {

    private final Records records;
    private final LicenseSource license;
    private final Supplier<Policy> policy;
    private final Waiting waiting;
    private final InstantSource clock;

    /** Works on these. */
    public ApplyRules(
            Records records, LicenseSource license, Supplier<Policy> policy, Waiting waiting, InstantSource clock) {
        this.records = records;
        this.license = license;
        this.policy = policy;
        this.waiting = waiting;
        this.clock = clock;
    }

    /** What there is to say about {@code wanted} before it is applied. */
    public List<Finding> lint(SiteRules wanted) {
        return RuleLint.lint(wanted.rules(), known(wanted.groups().keySet()));
    }

    /**
     * Puts {@code wanted} in force; whoever waits at the refusal page is looked at again.
     *
     * @return false, and nothing changed, when the groups want more tokens than are free
     */
    public boolean apply(SiteRules wanted) {
        Instant now = clock.instant();
        boolean applied = records.apply(wanted, terms(now), now);
        if (applied) {
            waiting.wakeAll();
        }
        return applied;
    }

    /** Tokens that login access groups could have now: those that are free and those that they keep already. */
    public long tokensForGroups() {
        Instant now = clock.instant();
        Stock stock = records.stock(terms(now), now);
        return (long) stock.pool(AccessType.USER_ACCESS_PASS).available()
                + stock.groups().stream().mapToInt(LoginGroup::tokensHeld).sum();
    }

    private Terms terms(Instant now) {
        return license.current(now).terms();
    }

    private Known known(Set<String> groups) {
        Set<User> exempt = Moment.of(clock, license, policy).policy().exempt();
        Map<User, Attributes> seen = new HashMap<>();
        records.users().forEach(one -> seen.put(one.user(), one.attributes()));
        Map<AccessType, Set<User>> holders = new EnumMap<>(AccessType.class);
        records.allocations().stream().filter(Allocation::admits).forEach(a -> holders.computeIfAbsent(
                        a.type(), type -> new HashSet<>())
                .add(a.user()));
        return new Known(
                seen.entrySet().stream()
                        .filter(one -> !one.getKey().isAnonymous() && !exempt.contains(one.getKey()))
                        .map(one -> new Known.Person(one.getKey(), one.getValue()))
                        .toList(),
                exempt.stream()
                        .map(user -> new Known.Person(user, seen.getOrDefault(user, Attributes.NONE)))
                        .toList(),
                holders,
                groups);
    }
}
