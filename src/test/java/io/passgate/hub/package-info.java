/** Tests of the way to the hub where no client connection is needed. */
@NullMarked
package io.passgate.hub;

import org.jspecify.annotations.NullMarked;
