package io.passgate.planted.imports.identity;

import io.passgate.planted.imports.store.Rows;

/** Breaks: the core imports inward only. */
record NamesStore(Rows[] rows) {}
