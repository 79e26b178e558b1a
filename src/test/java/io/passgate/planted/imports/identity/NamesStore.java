package io.passgate.planted.imports.identity;

import io.passgate.planted.imports.store.Rows;
import java.util.List;

/** Breaks: the core imports inward only. */
record NamesStore(List<Rows> rows) {}
