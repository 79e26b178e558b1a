package io.passgate.planted.cycles.store;

import io.passgate.planted.cycles.store.inner.Inner;
import java.util.List;

/** Breaks: knows its inner package, which knows it. */
public record Outer(List<Inner> inner) {}
