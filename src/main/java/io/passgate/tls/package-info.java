/**
 * Certificates and their keys, read from PEM files: what a listener shows its clients.
 *
 * <p>Start at {@link io.passgate.tls.CertifiedKey}. Imports nothing of the gate. May be imported by {@code front}, {@code rest},
 * {@code backend}, {@code app} and {@code cli}.
 */
@NullMarked
package io.passgate.tls;

import org.jspecify.annotations.NullMarked;
