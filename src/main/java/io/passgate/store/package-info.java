/**
 * The ledger on SQLite, and its cache. Start at {@link io.passgate.store.StoreSettings}. Imports {@code admission} and the
 * pure core; only {@code config}, {@code doctor}, {@code app} and {@code cli} import it.
 */
@NullMarked
package io.passgate.store;

import org.jspecify.annotations.NullMarked;
