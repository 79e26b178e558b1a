package io.passgate.license;

import io.passgate.identity.User;

/**
 * An attribute as a condition names it: {@code user.group}, {@code user.environment.group}, {@code user.@Department}. All
 * name an entry of the user's attributes, without {@code user.} and {@code @}, whatever the case (decision 17). Immutable.
 *
 * @param text as written, {@code user.} included
 * @param name folded, as {@link Facts} keep it
 */
record UserAttribute(String text, String name) {

    static final String PREFIX = "user.";
    static final String ENVIRONMENT = "environment.";
    private static final String CUSTOM = "@";

    static UserAttribute of(String text) {
        String name = text.substring(PREFIX.length());
        return new UserAttribute(text, User.folded(name.startsWith(CUSTOM) ? name.substring(1) : name));
    }

    /** Whether the text names an attribute: {@code user.} and names joined by points, or {@code user.@} and one name. */
    static boolean named(String text) {
        if (!text.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            return false;
        }
        String name = text.substring(PREFIX.length());
        boolean custom = name.startsWith(CUSTOM);
        String rest = custom ? name.substring(1) : name;
        return !rest.isEmpty()
                && rest.indexOf('@') < 0
                && !(custom && rest.indexOf('.') >= 0)
                && !rest.startsWith(".")
                && !rest.endsWith(".")
                && !rest.contains("..");
    }

    /** Whether it is one that the rule language itself names (domain.md §5), so that not yet having seen it says little. */
    boolean ofTheLanguage() {
        return Facts.OF_USER.contains(name)
                || name.equals(Facts.NAME)
                || name.equals("group")
                || name.equals("roles")
                || name.startsWith(ENVIRONMENT)
                || text.startsWith(CUSTOM, PREFIX.length());
    }
}
