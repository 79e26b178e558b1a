package io.passgate.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Looks back a day at a counter of refusals, looked at every minute or so. Confined to one thread at a time. */
final class Denials {

    /** "Lately". */
    static final Duration WINDOW = Duration.ofMinutes(10);
    /** What was usual is that of the day before. */
    static final Duration DAY = Duration.ofDays(1);

    private static final int MOST = 3000;

    private final Deque<Look> looks = new ArrayDeque<>();

    private record Look(Instant at, long total) {}

    /**
     * What the counter tells.
     *
     * @param lately refusals of the last ten minutes
     * @param ofTheDay refusals of the day before these
     */
    record Figures(long lately, long ofTheDay) {

        /** At least so many, for three people at the door of a small site are no spike. */
        static final long LEAST = 20;
        /** So many times as many as usual. */
        static final long FACTOR = 3;

        /** How many are usual within {@link #WINDOW}. */
        double usual() {
            return (double) ofTheDay / DAY.dividedBy(WINDOW);
        }

        boolean spike() {
            return lately >= LEAST && lately > FACTOR * usual();
        }
    }

    /** The counter stands at {@code total} now. What was before the first look is not known and counts as nothing. */
    Figures look(long total, Instant now) {
        looks.addLast(new Look(now, total));
        Instant oldest = now.minus(WINDOW).minus(DAY);
        while (looks.size() > MOST || looks.getFirst().at().isBefore(oldest)) {
            looks.removeFirst();
        }
        long dayBegan = looks.getFirst().total();
        Instant from = now.minus(WINDOW);
        long windowBegan = looks.stream()
                .filter(look -> !look.at().isAfter(from))
                .reduce((earlier, later) -> later)
                .map(Look::total)
                .orElse(dayBegan);
        return new Figures(total - windowBegan, windowBegan - dayBegan);
    }
}
