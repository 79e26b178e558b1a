package io.passgate.license;

import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a site knows when its access rules are checked. Immutable.
 *
 * @param people the users it has seen, with their attributes as last seen
 * @param exempt the exempt service accounts, with attributes where they are known
 * @param holders who holds an allocation, by access type
 * @param loginGroups the groups of login access passes that exist
 */
public record Known(
        List<Person> people, List<Person> exempt, Map<AccessType, Set<User>> holders, Set<String> loginGroups) {

    /**
     * A user and what is known of them.
     *
     * @param user who
     * @param attributes as last seen
     */
    public record Person(User user, Attributes attributes) {}

    /** Copies. */
    public Known {
        people = List.copyOf(people);
        exempt = List.copyOf(exempt);
        Map<AccessType, Set<User>> copy = new EnumMap<>(AccessType.class);
        holders.forEach((type, users) -> copy.put(type, Set.copyOf(users)));
        holders = Map.copyOf(copy);
        loginGroups = Set.copyOf(loginGroups);
    }

    /** The access types that a user holds, in order. */
    List<AccessType> held(User user) {
        return Arrays.stream(AccessType.values())
                .filter(type -> holders.getOrDefault(type, Set.of()).contains(user))
                .toList();
    }
}
