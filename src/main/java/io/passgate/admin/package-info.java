/**
 * Administration: the API behind a bearer token, health and metrics. Start at {@link io.passgate.admin.AdminApi}. Imports
 * {@code admission}, the pure core, {@code telemetry} and {@code rest}; only {@code app}, {@code config}
 * and {@code doctor} import it.
 */
@NullMarked
package io.passgate.admin;

import org.jspecify.annotations.NullMarked;
