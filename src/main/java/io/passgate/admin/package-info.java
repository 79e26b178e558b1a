/**
 * The admin API, health and the metrics endpoint. Start at {@link io.passgate.admin.AdminSettings}. Imports
 * {@code admission}, the pure core, {@code telemetry} and {@code rest}; only {@code config}, {@code app} and {@code cli}
 * import it.
 */
@NullMarked
package io.passgate.admin;

import org.jspecify.annotations.NullMarked;
