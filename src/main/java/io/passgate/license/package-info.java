/**
 * What the license says and what of it is given out: terms, access types, allocations, pools, standing; and the language of
 * access rules. Part of the pure core. Start at {@link io.passgate.license.Terms}, {@link io.passgate.license.Standing} and
 * {@link io.passgate.license.Condition}. Imports {@code identity} only.
 */
@NullMarked
package io.passgate.license;

import org.jspecify.annotations.NullMarked;
