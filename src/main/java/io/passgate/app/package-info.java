/**
 * The one place where everything is built and put together, by hand and in order. Start at {@link io.passgate.app.Gate}. May
 * import anything; only {@code cli} imports it.
 */
@NullMarked
package io.passgate.app;

import org.jspecify.annotations.NullMarked;
