package io.passgate.license;

import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import java.util.List;
import java.util.stream.Stream;

/** STUB replaced by the rule language. */
public record AccessRules(List<AccessRule> rules) {
    /** None. */
    public static final AccessRules NONE = new AccessRules(List.of());

    /** Copies. */
    public AccessRules {
        rules = List.copyOf(rules);
    }

    /** Those that match. */
    public Stream<AccessRule> matching(User user, Attributes attributes) {
        return rules.stream().filter(r -> r.condition().matches(user, attributes));
    }
}
