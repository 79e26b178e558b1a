/**
 * The listeners and everything between a client's socket and the hub's: TLS, limits, the order of a request's steps, streaming,
 * tunnels, draining, and the gate's own answers.
 *
 * <p>Start at {@link io.passgate.front.Front}, then {@code ClientConnection.arrived}, which holds the steps in order; who may
 * pass is behind {@link io.passgate.front.Gatekeeper}. Imports {@code hub}, {@code tls}, {@code wire} (and {@code admission}, {@code page}, the
 * pure core). May be imported by {@code doctor} and {@code app}.
 */
@NullMarked
package io.passgate.front;

import org.jspecify.annotations.NullMarked;
