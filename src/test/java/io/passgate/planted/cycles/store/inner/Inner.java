package io.passgate.planted.cycles.store.inner;

import io.passgate.planted.cycles.store.Outer;
import java.util.List;

/** Breaks: knows its outer package, which knows it. */
public record Inner(List<Outer> outer) {}
