/**
 * The text forms of the license (signed license key, answer of the license backend, license definition) and their
 * signatures (design.md §5). The only room with Bouncy Castle. Start at {@link io.passgate.contract.LicenseKey} and
 * {@link io.passgate.contract.Answer}; the forms are written down in {@code src/main/resources/contract}.
 *
 * <p>One rule for all of them: a form has exactly the members written down, and an unknown member is refused, for what a
 * reader does not know might take something away. A form that changes gets a new {@code format} number, and a site says in
 * its request which one it reads.
 *
 * <p>Imports {@code license} and {@code identity}; {@code backend}, {@code issuer}, {@code app} and {@code cli} import it.
 */
@NullMarked
package io.passgate.contract;

import org.jspecify.annotations.NullMarked;
