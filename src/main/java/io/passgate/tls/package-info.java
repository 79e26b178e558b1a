/**
 * Certificates and their keys, read from PEM files: what a listener shows its clients; and the authorities that a client trusts.
 *
 * <p>Start at {@link io.passgate.tls.CertifiedKey}. Imports nothing of the gate. May be imported by {@code front}, {@code rest},
 * {@code alerts}, {@code backend}, {@code doctor}, {@code app} and {@code cli}.
 */
@NullMarked
package io.passgate.tls;

import org.jspecify.annotations.NullMarked;
