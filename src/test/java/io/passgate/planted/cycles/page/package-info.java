/** Planted: breaks a rule of the architecture on purpose. */
@org.jspecify.annotations.NullMarked
package io.passgate.planted.cycles.page;
