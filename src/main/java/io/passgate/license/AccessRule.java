package io.passgate.license;

/** STUB replaced by the rule language. */
public record AccessRule(String name, Grant grant, Condition condition) {
    /** What it grants. */
    public record Grant(AccessType type, String loginGroup) {}
}
