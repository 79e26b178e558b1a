/** Tests of the ledger on SQLite. */
@NullMarked
package io.passgate.store;

import org.jspecify.annotations.NullMarked;
