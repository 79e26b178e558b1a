/**
 * The refusals as HTML page, problem+json or WebSocket message. Start at {@link io.passgate.page.SiteSettings}. Imports the
 * pure core; {@code front}, {@code config}, {@code app} and {@code cli} import it.
 */
@NullMarked
package io.passgate.page;

import org.jspecify.annotations.NullMarked;
