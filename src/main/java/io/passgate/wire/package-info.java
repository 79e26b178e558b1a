/**
 * HTTP/1.1 and WebSocket as bytes: heads as offsets into a byte array, strict checks, edit-and-copy, body framing, frame walking.
 *
 * <p>Nothing here knows a channel, a clock or a setting beyond its arguments; everything is confined to the event loop that
 * uses it unless its doc says otherwise. Start at {@link io.passgate.wire.RequestHead} (scan), {@link
 * io.passgate.wire.RequestGuard} (the checks, in order) and {@link io.passgate.wire.HeadWriter} (what goes on). Imports nothing
 * of Passgate. May be imported by {@code hub}, {@code front}, {@code authn}, {@code doctor} and {@code app}.
 */
@NullMarked
package io.passgate.wire;

import org.jspecify.annotations.NullMarked;
