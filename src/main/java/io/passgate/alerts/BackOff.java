package io.passgate.alerts;

import java.time.Duration;

/**
 * How long to wait after a failure. Immutable.
 *
 * @param first after the first one; twice as long after each further one
 * @param most never longer than this
 * @param giveUp how old an alert may become
 */
record BackOff(Duration first, Duration most, Duration giveUp) {

    static final BackOff DEFAULT = new BackOff(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofDays(1));

    private static final int MOST_DOUBLINGS = 20;

    /**
     * The wait after so many failures, of which up to a half is left to chance so that many gates do not come at once.
     *
     * @param chance from 0 to 1
     */
    Duration after(int failures, double chance) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration whole = doubled.compareTo(most) > 0 ? most : doubled;
        return Duration.ofNanos((long) (whole.toNanos() * (0.5 + chance / 2)));
    }
}
