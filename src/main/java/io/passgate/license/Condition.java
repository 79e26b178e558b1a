package io.passgate.license;

import io.passgate.identity.Attributes;
import io.passgate.identity.User;

/** STUB replaced by the rule language. */
public interface Condition {
    /** Whether it holds. */
    boolean matches(User user, Attributes attributes);
}
