/**
 * What tests of several packages share: a browser, foreign hubs. Start reading at {@link io.passgate.testing.Browser}.
 * Imports no package of Passgate.
 */
@NullMarked
package io.passgate.testing;

import org.jspecify.annotations.NullMarked;
