package io.passgate.license;

import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What conditions ask about one user, by folded attribute name. The proved user stands above any attribute of the same name;
 * {@code name} is the user id when no attribute says otherwise. Values are folded once, when first asked for. Confined to
 * one evaluation, of one condition or of all.
 */
final class Facts {

    /** The folded name of {@code user.userId}. */
    static final String USER_ID = "userid";
    /** The folded name of {@code user.userDirectory}. */
    static final String USER_DIRECTORY = "userdirectory";
    /** The folded name of {@code user.name}. */
    static final String NAME = "name";
    /** What always has exactly one value, which is folded. */
    static final Set<String> OF_USER = Set.of(USER_ID, USER_DIRECTORY);

    private final boolean anonymous;
    private final Map<String, List<String>> seen = new HashMap<>();
    private final Map<String, Set<String>> folded = new HashMap<>();

    Facts(User user, Attributes attributes) {
        anonymous = user.isAnonymous();
        attributes.values().forEach((name, values) -> {
            if (!values.isEmpty()) {
                seen.merge(User.folded(name), values, Facts::joined);
            }
        });
        seen.putIfAbsent(NAME, List.of(user.id()));
        seen.put(USER_ID, List.of(user.id()));
        seen.put(USER_DIRECTORY, List.of(user.directory()));
    }

    boolean anonymous() {
        return anonymous;
    }

    /** The values as seen; none when nobody said. */
    List<String> seen(String name) {
        return seen.getOrDefault(name, List.of());
    }

    /** The values as names are compared. */
    Set<String> folded(String name) {
        return folded.computeIfAbsent(
                name, n -> seen(n).stream().map(User::folded).collect(Collectors.toCollection(HashSet::new)));
    }

    private static List<String> joined(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
