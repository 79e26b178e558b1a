package io.passgate.store;

import io.passgate.license.Capacity;
import java.sql.SQLException;
import java.time.Instant;

/** The rows of analyzer capacity used, one for each calendar month (domain.md §1.2). Stateless. */
final class Minutes {

    /** A unit begins at {@code now}, and counts in full. */
    void startUnit(Db db, Capacity capacity, Instant now) throws SQLException {
        String month = Capacity.month(now).toString();
        db.update("INSERT INTO capacity (month, minutes_used) VALUES (?, 0) ON CONFLICT DO NOTHING", month);
        int started = db.update(
                "UPDATE capacity SET minutes_used = minutes_used + ? WHERE month = ? AND minutes_used <= ?",
                Capacity.UNIT_MINUTES,
                month,
                capacity.most() - Capacity.UNIT_MINUTES);
        LostRace.unlessTaken(started, "the minutes of " + month + " are used up");
    }
}
