/**
 * What an administrator would be asked to try when something is wrong, tried at once (decision 41): names, connections, TLS,
 * clocks, files, and what to do about each fault. Works beside a running gate and without one, and changes nothing.
 *
 * <p>Start at {@link io.passgate.doctor.Doctor}. A <em>check</em> makes observations – with real sockets and files – and hands them
 * to a <em>judge</em>, which has neither and makes {@link io.passgate.doctor.Finding findings} of them. An edge; imported by
 * {@code cli} only.
 */
@NullMarked
package io.passgate.doctor;

import org.jspecify.annotations.NullMarked;
