/**
 * Tells people before they notice by themselves: conditions of the license worth an alert, and the webhooks that are told of
 * them, signed, retried and without repeating themselves (decision 38).
 *
 * <p>Start at {@link io.passgate.alerts.Alerts}; what is worth an alert stands in {@link io.passgate.alerts.Conditions}. Imports
 * {@code admission}, the pure core and {@code tls}; {@code config}, {@code doctor}, {@code app} and {@code cli} import it.
 */
@NullMarked
package io.passgate.alerts;

import org.jspecify.annotations.NullMarked;
