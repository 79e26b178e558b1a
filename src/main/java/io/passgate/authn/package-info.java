/**
 * Who is asking: the sources of a virtual proxy's identity chain, asking the hub and the trusted header. Start at
 * {@link io.passgate.authn.IdentitySettings}. Imports {@code admission}, the pure core, {@code hub} and {@code wire}; only
 * {@code config}, {@code app} and {@code cli} import it.
 */
@NullMarked
package io.passgate.authn;

import org.jspecify.annotations.NullMarked;
