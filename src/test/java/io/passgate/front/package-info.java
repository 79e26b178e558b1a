/** Tests of the data plane through real sockets. */
@NullMarked
package io.passgate.front;

import org.jspecify.annotations.NullMarked;
