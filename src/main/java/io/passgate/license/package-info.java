/**
 * What the license says and what of it is given out: terms, access types, allocations, pools, standing. Part of the pure
 * core. Start at {@link io.passgate.license.Terms} and {@link io.passgate.license.Standing}. Imports {@code identity} only.
 */
@NullMarked
package io.passgate.license;

import org.jspecify.annotations.NullMarked;
