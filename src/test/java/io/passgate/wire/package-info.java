/** Tests of heads, bodies and frames as bytes, without a socket. */
@NullMarked
package io.passgate.wire;

import org.jspecify.annotations.NullMarked;
