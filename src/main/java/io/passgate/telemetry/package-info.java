/**
 * The record: decision lines, audit file, access lines and metrics. Start at {@link io.passgate.telemetry.Telemetry} and
 * {@link io.passgate.telemetry.GateMetrics}. Imports {@code admission} and the pure core; {@code admin}, {@code config},
 * {@code doctor}, {@code app} and {@code cli} import it.
 */
@NullMarked
package io.passgate.telemetry;

import org.jspecify.annotations.NullMarked;
