package io.passgate.planted.cycles.store;

import io.passgate.planted.cycles.store.inner.Inner;

/** Breaks: knows its inner package, which knows it. */
public record Outer(Inner[] inner) {}
