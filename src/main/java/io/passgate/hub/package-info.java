/**
 * Connections to the hub: made, pooled per event loop, checked, and given up when they prove dead.
 *
 * <p>Start at {@link io.passgate.hub.HubPool} (one per virtual proxy), {@link io.passgate.hub.HubConnection} (one exchange at a
 * time) and {@link io.passgate.hub.HubReply} (who hears of the answer). Imports {@code wire}. May be imported by {@code front},
 * {@code authn}, {@code doctor} and {@code app}.
 */
@NullMarked
package io.passgate.hub;

import org.jspecify.annotations.NullMarked;
