/**
 * The license backend that Passgate ships, for vendors who have none and for the demo: it issues signed license keys, holds
 * license definitions and assignments in SQLite, and answers sites by the contract of
 * {@code contract/license-backend.openapi.yaml}. Start at {@link io.passgate.issuer.Issuer}. Imports {@code identity},
 * {@code license}, {@code contract} and {@code rest}; {@code demo}, {@code app} and {@code cli} import it.
 */
@NullMarked
package io.passgate.issuer;

import org.jspecify.annotations.NullMarked;
