/**
 * The record: decision log, audit log, licenses log and metrics exposition. Start at
 * {@link io.passgate.telemetry.AuditSettings}. Imports {@code admission} and the pure core; {@code admin}, {@code config},
 * {@code app} and {@code cli} import it.
 */
@NullMarked
package io.passgate.telemetry;

import org.jspecify.annotations.NullMarked;
