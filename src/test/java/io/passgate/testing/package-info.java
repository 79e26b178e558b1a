/** What tests of several packages share: a hub that does what it is told, a client that sends raw bytes, the leak check. */
@NullMarked
package io.passgate.testing;

import org.jspecify.annotations.NullMarked;
