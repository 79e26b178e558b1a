/**
 * The steps of a request between its checked head and the hub: is it admitted already, who is it, may they, and carrying out
 * what came of it. Start at {@link io.passgate.gatekeeper.Door}, whose one method shows the order. Imports {@code front},
 * {@code authn}, {@code admission}, the pure core, {@code hub}, {@code page} and {@code wire}; only {@code app},
 * {@code config} and {@code doctor} import it.
 */
@NullMarked
package io.passgate.gatekeeper;

import org.jspecify.annotations.NullMarked;
