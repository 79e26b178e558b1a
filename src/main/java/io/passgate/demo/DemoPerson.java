package io.passgate.demo;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Somebody who can sign in to the demo hub. Immutable.
 *
 * @param id     user id in the directory {@link DemoPeople#DIRECTORY}
 * @param name   display name
 * @param title  what they do, as the hub shows it
 * @param groups what they belong to, as the hub tells it
 * @param part   the part they play in the demo; the hub does not look at it
 */
public record DemoPerson(String id, String name, String title, List<String> groups, Part part) {
    public DemoPerson {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(title, "title");
        requireNonNull(part, "part");
        groups = List.copyOf(groups);
    }

    /** The first letters of the first and the last word of the name. */
    String initials() {
        return name.substring(0, 1) + name.charAt(name.lastIndexOf(' ') + 1);
    }

    /** What a person holds when the demo begins. */
    public enum Part {
        /** A professional access. */
        PROFESSIONAL,
        /** An analyzer access. */
        ANALYZER,
        /** A user access pass. */
        USER_ACCESS_PASS,
        /** Nothing yet, but a rule gives them an access pass as long as the small pool lasts. */
        SMALL_POOL,
        /** Nothing, and no rule for them. */
        NO_PASS,
        /** A service account that needs no access pass. */
        EXEMPT
    }
}
