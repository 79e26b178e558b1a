package io.passgate.store;

import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * A conditional update took nothing: what was decided on is not so any more. The work is undone, reads again and decides again
 * (design.md §6). One writer cannot lose a race to itself, but a store with several nodes can.
 */
final class LostRace extends SQLException {

    private static final long serialVersionUID = 1L;

    private static final int TRIES = 5;

    LostRace(String what) {
        super(what);
    }

    /** Does {@code work}, at most {@value #TRIES} times. */
    static <R> Supplier<R> again(Db db, Writer.Work<R> work) throws SQLException {
        for (int left = TRIES - 1; ; left--) {
            try {
                return work.on(db);
            } catch (LostRace lost) {
                if (left == 0) {
                    throw new SQLException("lost " + TRIES + " races in a row: " + lost.getMessage(), lost);
                }
                db.undo();
            }
        }
    }

    /** Goes on only when a conditional update took something. */
    static void unlessTaken(int taken, String what) throws LostRace {
        if (taken == 0) {
            throw new LostRace(what);
        }
    }
}
