/**
 * Who is asking: reads from a request what says so, and asks the sources of its virtual proxy, the trusted header and the
 * hub. Start at {@link io.passgate.authn.CredentialReader} (what a head presents) and {@link
 * io.passgate.authn.IdentityChain} (who that is). Imports {@code admission}, the pure core, {@code hub} and {@code wire};
 * only {@code gatekeeper}, {@code config}, {@code doctor}, {@code app} and {@code cli} import it.
 */
@NullMarked
package io.passgate.authn;

import org.jspecify.annotations.NullMarked;
