/**
 * The sessions of one user: parallel limit, hold, idle time. Part of the pure core; immutable, each step returns the next
 * state. Start at {@link io.passgate.session.UserSessions}. Imports {@code identity} only.
 */
@NullMarked
package io.passgate.session;

import org.jspecify.annotations.NullMarked;
