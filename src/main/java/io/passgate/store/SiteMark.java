package io.passgate.store;

/**
 * What a ledger bears of the site that it belongs to, so that one copied from elsewhere is not taken for its own (decision 37).
 * Immutable.
 *
 * @param mark what only this site can make, and is no secret
 * @param name of the site, for messages
 * @param adopts whether a ledger that bears another mark is taken for this site's from now on
 */
public record SiteMark(String mark, String name, boolean adopts) {}
