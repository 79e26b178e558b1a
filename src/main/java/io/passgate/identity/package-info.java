/**
 * Who is asking: the user, their attributes, and the facts of a request that the decision and the log need. Part of the
 * pure core: values in, values out. Start at {@link io.passgate.identity.User}. Imports nothing of Passgate; everybody may
 * import it.
 */
@NullMarked
package io.passgate.identity;

import org.jspecify.annotations.NullMarked;
