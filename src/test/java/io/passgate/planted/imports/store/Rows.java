package io.passgate.planted.imports.store;

/** Stands for the store. */
public record Rows(int count) {}
