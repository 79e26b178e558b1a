/** Tests of who is asking. Their hub is {@link io.passgate.authn.WhoAmIHub}, on real sockets. */
@NullMarked
package io.passgate.authn;

import org.jspecify.annotations.NullMarked;
