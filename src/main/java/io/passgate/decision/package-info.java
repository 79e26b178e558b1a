/**
 * The one decision: may this user open or go on with a session now, and why. Part of the pure core: no clock, no chance,
 * no I/O. Start at {@link io.passgate.decision.Decision}. Imports {@code session}, {@code license} and {@code identity}.
 */
@NullMarked
package io.passgate.decision;

import org.jspecify.annotations.NullMarked;
