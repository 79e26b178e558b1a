/**
 * The gate's own answers: refusals and faults as HTML page, problem+json or WebSocket message; pure functions from values to
 * bytes. Start at {@link io.passgate.page.Answers} and {@link io.passgate.page.SocketNotices}. Imports the pure core;
 * {@code front}, {@code config}, {@code app} and {@code cli} import it.
 */
@NullMarked
package io.passgate.page;

import org.jspecify.annotations.NullMarked;
