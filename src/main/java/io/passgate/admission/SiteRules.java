package io.passgate.admission;

import io.passgate.license.AccessRules;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The access rules of the site, and the tokens allocated to its login access groups. Immutable.
 *
 * @param rules the rules
 * @param groups tokens by the name of the group
 */
public record SiteRules(AccessRules rules, Map<String, Integer> groups) {

    /** None. */
    public static final SiteRules NONE = new SiteRules(AccessRules.NONE, Map.of());

    /** Copies, in order of name. */
    public SiteRules {
        groups = Collections.unmodifiableMap(new TreeMap<>(groups));
    }
}
