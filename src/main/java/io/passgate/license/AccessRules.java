package io.passgate.license;

import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The access rules of a site. Immutable; made once for each change of the rules, not for each login.
 *
 * @param all in the order in which they are tried: by access type, then by name
 */
public record AccessRules(List<AccessRule> all) {

    /** There are none: nobody gets a pass by rule. */
    public static final AccessRules NONE = new AccessRules(List.of());

    /**
     * Sorts and copies.
     *
     * @throws IllegalArgumentException when two rules have one name
     */
    public AccessRules {
        Set<String> names = new HashSet<>();
        for (AccessRule rule : all) {
            if (!names.add(rule.name())) {
                throw new IllegalArgumentException("two rules are named \"" + rule.name() + "\"");
            }
        }
        all = all.stream()
                .sorted(Comparator.comparing((AccessRule rule) -> rule.grant().type())
                        .thenComparing(AccessRule::name))
                .toList();
    }

    /** The rules that match a user, in order; a rule is evaluated when the stream comes to it. Sequential, for one thread. */
    public Stream<AccessRule> matching(User user, Attributes attributes) {
        Facts facts = new Facts(user, attributes);
        return all.stream().filter(rule -> rule.condition().matches(facts));
    }
}
