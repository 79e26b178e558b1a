package io.passgate.planted.silent.store;

/** Breaks: its package has no package-info. */
record SaysNothing(int count) {}
