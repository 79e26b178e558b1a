/**
 * A small routed JSON service on Netty's standard codecs, for the listeners that are not the data plane: administration,
 * the license backend, the demo hub. Start reading at {@link io.passgate.rest.RestServer} and
 * {@link io.passgate.rest.Router}. A handler takes a {@link io.passgate.rest.Call}, returns a
 * {@link io.passgate.rest.Reply} and runs on a worker thread, so it may block.
 *
 * <p>And the other side of it: {@link io.passgate.rest.HttpCaller} makes single calls to a server, also through a forward proxy.
 *
 * <p>Imported by {@code admin}, {@code issuer}, {@code demo}, {@code backend} and {@code app}; imports {@code tls}.
 */
@NullMarked
package io.passgate.rest;

import org.jspecify.annotations.NullMarked;
