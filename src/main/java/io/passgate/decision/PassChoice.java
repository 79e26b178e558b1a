package io.passgate.decision;

import io.passgate.decision.LedgerView.Person;
import io.passgate.decision.LedgerView.Stock;
import io.passgate.identity.User;
import io.passgate.license.AccessRule;
import io.passgate.license.AccessRules;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Capacity;
import io.passgate.license.LoginGroup;
import io.passgate.license.LoginPass;
import io.passgate.license.Pool;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which access pass lets a user in (design.md §3, step 4): an allocation they hold, the login access pass of their hour, an access
 * rule whose pool has room, a new login access pass, minutes of analyzer capacity – or why none does. Pure; confined to one
 * decision, whose trace it writes.
 */
final class PassChoice {

    private final User user;
    private final Person person;
    private final Stock stock;
    private final AccessRules rules;
    private final Instant now;
    private final Trace trace;
    private Optional<List<AccessRule>> matching = Optional.empty();

    PassChoice(User user, LedgerView view, Instant now, Trace trace) {
        this.user = user;
        this.person = view.person();
        this.stock = view.stock();
        this.rules = view.rules();
        this.now = now;
        this.trace = trace;
    }

    /** The pass, for a session that is {@code opening} or is paid for anew. */
    Optional<Paid> choose(boolean opening) {
        return held().or(this::loginPassInItsHour)
                .or(this::byRule)
                .or(this::newLoginPass)
                .or(() -> capacity(opening));
    }

    /** Evaluated for those whom no allocation lets in already: there may be thousands of rules. */
    private List<AccessRule> matching() {
        if (matching.isEmpty()) {
            matching = Optional.of(rules.matching(user, person.attributes()).toList());
        }
        return matching.get();
    }

    private Optional<Paid> held() {
        for (Pool pool : stock.pools()) {
            Optional<Allocation> allocation = allocation(pool.type());
            boolean admits = allocation.map(Allocation::admits).orElse(false) && pool.total() > 0;
            String text = allocation.map(a -> words(a, pool)).orElse("not allocated to the user") + figures(pool);
            if (admits) {
                trace.hit(pool.type().words(), text);
                return Optional.of(Paid.held(pool.type()));
            }
            trace.miss(pool.type().words(), text);
        }
        return Optional.empty();
    }

    private static String words(Allocation allocation, Pool pool) {
        return switch (allocation.state()) {
            case ALLOCATED ->
                pool.total() > 0
                        ? "allocated to the user"
                                + allocation
                                        .rule()
                                        .map(r -> " by the rule " + r)
                                        .orElse("")
                        : "allocated to the user, but the license grants none any more";
            case QUARANTINED ->
                "withdrawn from the user, quarantined until "
                        + allocation.quarantinedUntil().orElseThrow();
            case EXCESS -> "allocated to the user, but in excess of what the license grants";
        };
    }

    private static String figures(Pool pool) {
        String unit = pool.type() == AccessType.USER_ACCESS_PASS ? " tokens" : "";
        return " (" + pool.allocated() + " of " + pool.total() + unit + " allocated)";
    }

    private Optional<Paid> loginPassInItsHour() {
        Optional<LoginPass> pass = person.loginPass().filter(p -> now.isBefore(p.until()));
        if (pass.isEmpty() || stock.pool(AccessType.USER_ACCESS_PASS).total() == 0) {
            return Optional.empty();
        }
        Instant until = pass.get().until();
        trace.hit(
                AccessType.LOGIN_ACCESS_PASS.words(),
                "drawn from " + pass.get().group() + " at " + pass.get().drawn() + ", lets in until " + until);
        return Optional.of(new Paid(AccessType.LOGIN_ACCESS_PASS, Charge.NOTHING, Optional.of(until)));
    }

    private Optional<Paid> byRule() {
        for (AccessRule rule : matching()) {
            AccessType type = rule.grant().type();
            if (!type.allocated()) {
                continue;
            }
            Pool pool = stock.pool(type);
            Optional<Allocation> before = allocation(type);
            boolean comesBack =
                    before.map(a -> a.state() == Allocation.State.QUARANTINED).orElse(false)
                            && pool.allocated() <= pool.total();
            if (comesBack || (before.isEmpty() && pool.available() > 0)) {
                trace.hit("access rule", rule.name() + " matches and gives " + type.words() + figures(pool));
                return Optional.of(new Paid(type, new Charge.ByRule(type, rule.name()), Optional.empty()));
            }
            trace.miss("access rule", rule.name() + " matches, but no " + type.words() + " is free" + figures(pool));
        }
        if (matching().isEmpty()) {
            trace.miss("access rule", "none matches the user");
        }
        return Optional.empty();
    }

    private Optional<Paid> newLoginPass() {
        for (LoginGroup group : groups()) {
            String figures = group.name() + " (" + group.used() + " of " + group.passes() + " passes in use)";
            if (group.remaining() > 0 && stock.pool(AccessType.USER_ACCESS_PASS).total() > 0) {
                trace.hit(AccessType.LOGIN_ACCESS_PASS.words(), "drawn from " + figures);
                return Optional.of(new Paid(
                        AccessType.LOGIN_ACCESS_PASS,
                        new Charge.DrawLoginPass(group.name()),
                        Optional.of(now.plus(LoginPass.LASTS))));
            }
            trace.miss(AccessType.LOGIN_ACCESS_PASS.words(), "none left in " + figures);
        }
        return Optional.empty();
    }

    private List<LoginGroup> groups() {
        List<String> names = matching().stream()
                .filter(r -> r.grant().type() == AccessType.LOGIN_ACCESS_PASS)
                .map(r -> r.grant().loginGroup())
                .toList();
        return stock.groups().stream().filter(g -> names.contains(g.name())).toList();
    }

    /**
     * Minutes of analyzer capacity. An anonymous user pays for nothing before their cookie has come back: the opening is free and
     * due at once (domain.md §1.2, decision 24).
     */
    private Optional<Paid> capacity(boolean opening) {
        if (!granted(AccessType.ANALYZER_CAPACITY)) {
            return Optional.empty();
        }
        Capacity capacity = stock.capacity();
        String figures = stock.minutesUsed() + " of " + capacity.minutes() + " minutes of " + Capacity.month(now)
                + " used" + overage(capacity);
        if (!capacity.hasUnit(stock.minutesUsed())) {
            trace.miss(AccessType.ANALYZER_CAPACITY.words(), "no minutes left: " + figures);
            return Optional.empty();
        }
        trace.hit(AccessType.ANALYZER_CAPACITY.words(), figures);
        boolean free = opening && user.isAnonymous();
        return Optional.of(new Paid(
                AccessType.ANALYZER_CAPACITY,
                free ? Charge.NOTHING : new Charge.StartUnit(),
                Optional.of(free ? now : now.plus(Capacity.UNIT))));
    }

    private static String overage(Capacity capacity) {
        return switch (capacity.overage()) {
            case 0 -> "";
            case Capacity.UNLIMITED -> ", any overage allowed";
            default -> ", " + capacity.overage() + " more allowed";
        };
    }

    /** The first thing that stood in the way, once none was found. */
    Refusal missing() {
        if (anyHeldIs(Allocation.State.QUARANTINED)) {
            return Refusal.QUARANTINED;
        }
        if (anyHeldIs(Allocation.State.EXCESS)) {
            return Refusal.EXCESS;
        }
        if (matching().stream().anyMatch(r -> r.grant().type().allocated())) {
            return Refusal.POOL_EMPTY;
        }
        if (granted(AccessType.LOGIN_ACCESS_PASS)) {
            return Refusal.PASSES_USED_UP;
        }
        return granted(AccessType.ANALYZER_CAPACITY) ? Refusal.MINUTES_USED_UP : Refusal.NOTHING_ALLOCATED;
    }

    /** What would help. */
    String remedy(Refusal missing) {
        return switch (missing) {
            case QUARANTINED -> "Reinstate the access pass to the user, or allocate another.";
            case EXCESS -> "Extend the license, or withdraw access passes of others and allocate one to this user.";
            case PASSES_USED_UP ->
                "Give the login access group more tokens, or wait: a pass returns 28 days after its use.";
            case MINUTES_USED_UP ->
                "Extend the license, or wait until the minutes are whole again at " + Capacity.reset(now) + ".";
            default -> free();
        };
    }

    /** When it is over by itself, if that is known. */
    Optional<Instant> retryAt(Refusal missing) {
        return missing == Refusal.MINUTES_USED_UP ? Optional.of(Capacity.reset(now)) : Optional.empty();
    }

    private String free() {
        String free = stock.pools().stream()
                .filter(p -> p.available() > 0)
                .map(p -> p.available() + " " + p.type().words())
                .collect(Collectors.joining(", "));
        return free.isEmpty()
                ? "Every access pass is allocated: withdraw one that is not needed, or extend the license."
                : "Allocate an access pass to the user; free: " + free + ".";
    }

    private boolean anyHeldIs(Allocation.State state) {
        return person.allocations().stream().anyMatch(a -> a.state() == state && a.takesSeat(now));
    }

    private boolean granted(AccessType type) {
        return matching().stream().anyMatch(r -> r.grant().type() == type);
    }

    private Optional<Allocation> allocation(AccessType type) {
        return person.allocations().stream()
                .filter(a -> a.type() == type && a.takesSeat(now))
                .findFirst();
    }
}
