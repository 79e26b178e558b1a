package io.passgate.config;

import io.passgate.front.FrontLimits;

/**
 * What {@code limits} holds. Immutable.
 *
 * @param front of the data plane
 * @param anonymousOpenings how many sessions anonymous users of one client address may open in a minute
 */
record Limits(FrontLimits front, int anonymousOpenings) {

    static final Limits DEFAULT = new Limits(FrontLimits.DEFAULT, 60);
}
