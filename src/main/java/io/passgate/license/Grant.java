package io.passgate.license;

/**
 * What an access rule gives to those it matches (domain.md §5). Immutable.
 *
 * @param type the access type
 * @param loginGroup the group of login access passes it opens; empty for every other access type
 */
public record Grant(AccessType type, String loginGroup) {

    /** Checks. */
    public Grant {
        boolean login = type == AccessType.LOGIN_ACCESS_PASS;
        if (login && loginGroup.isBlank()) {
            throw new IllegalArgumentException("a rule for login access passes names their group");
        }
        if (!login && !loginGroup.isEmpty()) {
            throw new IllegalArgumentException("a rule for " + type.words()
                    + " names no group of login access passes, but \"" + loginGroup + "\"");
        }
    }

    /** An access type other than the login access pass. */
    public static Grant of(AccessType type) {
        return new Grant(type, "");
    }

    /** The passes of a group. */
    public static Grant login(String group) {
        return new Grant(AccessType.LOGIN_ACCESS_PASS, group);
    }
}
