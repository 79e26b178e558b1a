package io.passgate.admission;

import io.passgate.identity.User;
import io.passgate.license.AccessRule;
import io.passgate.license.AccessRules;
import io.passgate.license.AccessType;
import io.passgate.license.May;
import io.passgate.license.Terms;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Access rules and terms of small sites. */
public final class TestRules {
    private TestRules() {}

    /** One rule that gives {@code type} to everybody. */
    public static SiteRules everybody(AccessType type) {
        return rule(type, "", user -> true, Map.of());
    }

    /** One rule that gives {@code type} to {@code user}. */
    static SiteRules only(User user, AccessType type) {
        return rule(type, "", user::equals, Map.of());
    }

    /** A login access group for everybody. */
    static SiteRules group(String name, int tokens) {
        return rule(AccessType.LOGIN_ACCESS_PASS, name, user -> true, Map.of(name, tokens));
    }

    private static SiteRules rule(AccessType type, String group, Predicate<User> whom, Map<String, Integer> groups) {
        AccessRule rule =
                new AccessRule("the rule", new AccessRule.Grant(type, group), (user, attributes) -> whom.test(user));
        return new SiteRules(new AccessRules(List.of(rule)), groups);
    }

    /** The same terms, letting the site loosen this. */
    public static Terms may(Terms terms, boolean anonymous, Optional<Instant> shadowUntil) {
        return new Terms(
                terms.license(),
                terms.form(),
                terms.seq(),
                terms.validFrom(),
                terms.validTo(),
                terms.product(),
                terms.denyListed(),
                terms.seats(),
                terms.tokens(),
                terms.capacity(),
                terms.conversion(),
                new May(5, 5, anonymous, shadowUntil));
    }
}
