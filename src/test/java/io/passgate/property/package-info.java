/** A small seeded generator kit for property tests. Start at {@link io.passgate.property.Property}. */
@NullMarked
package io.passgate.property;

import org.jspecify.annotations.NullMarked;
