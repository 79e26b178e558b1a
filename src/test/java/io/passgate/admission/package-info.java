/** Tests of the use cases, the ledger in memory, and the contract that every ledger keeps. */
@NullMarked
package io.passgate.admission;

import org.jspecify.annotations.NullMarked;
