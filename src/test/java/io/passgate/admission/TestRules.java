package io.passgate.admission;

import io.passgate.identity.User;
import io.passgate.license.AccessRule;
import io.passgate.license.AccessRules;
import io.passgate.license.AccessType;
import io.passgate.license.Condition;
import io.passgate.license.Grant;
import io.passgate.license.May;
import io.passgate.license.RuleSyntaxException;
import io.passgate.license.Terms;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Access rules and terms of small sites. */
public final class TestRules {
    private TestRules() {}

    /** One rule that gives {@code type} to everybody. */
    public static SiteRules everybody(AccessType type) {
        return rule(type, "", "user.userId like \"*\"", Map.of());
    }

    /** One rule that gives {@code type} to {@code user}. */
    static SiteRules only(User user, AccessType type) {
        return rule(
                type,
                "",
                "user.userDirectory = \"" + user.directory() + "\" and user.userId = \"" + user.id() + "\"",
                Map.of());
    }

    /** A login access group for everybody. */
    static SiteRules group(String name, int tokens) {
        return rule(AccessType.LOGIN_ACCESS_PASS, name, "user.userId like \"*\"", Map.of(name, tokens));
    }

    private static SiteRules rule(AccessType type, String group, String whom, Map<String, Integer> groups) {
        try {
            AccessRule rule = new AccessRule("the rule", new Grant(type, group), Condition.parse(whom));
            return new SiteRules(new AccessRules(List.of(rule)), groups);
        } catch (RuleSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
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
