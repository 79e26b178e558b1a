package io.passgate.planted.cycles.store.inner;

import io.passgate.planted.cycles.store.Outer;

/** Breaks: knows its outer package, which knows it. */
public record Inner(Outer[] outer) {}
