/**
 * The demo hub: a small but real web application to put a gate in front of, and the people who sign in to it. Start
 * reading at {@link io.passgate.demo.DemoHub}. The hub knows nothing of gates, passes or sessions other than its own; it
 * is what any other hub would be.
 *
 * <p>Imports {@code rest} (and may import {@code issuer}); imported by {@code cli} and {@code app}.
 */
@NullMarked
package io.passgate.demo;

import org.jspecify.annotations.NullMarked;
