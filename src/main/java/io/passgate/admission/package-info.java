/**
 * The use cases (admit, end, allocate, withdraw, explain) and the ports they need: ledger, identifier, license source,
 * decision log. Start at {@link io.passgate.admission.Admit}. Imports the pure core only; the edges implement its ports.
 */
@NullMarked
package io.passgate.admission;

import org.jspecify.annotations.NullMarked;
