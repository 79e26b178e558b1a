package io.passgate.store;

import io.passgate.admission.Assignments;
import io.passgate.license.Capacity;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;

/** The rows of analyzer capacity used, one for each calendar month (domain.md §1.2). Stateless. */
final class Minutes {

    /** Told at a time. */
    private static final int MOST_MONTHS = 24;

    /** A unit begins at {@code now}, and counts in full. */
    void startUnit(Db db, Capacity capacity, Instant now) throws SQLException {
        String month = Capacity.month(now).toString();
        db.update("INSERT INTO capacity (month, minutes_used) VALUES (?, 0) ON CONFLICT DO NOTHING", month);
        int started = db.update(
                "UPDATE capacity SET minutes_used = minutes_used + ? WHERE month = ? AND minutes_used + elsewhere <= ?",
                Capacity.UNIT_MINUTES,
                month,
                capacity.most() - Capacity.UNIT_MINUTES);
        LostRace.unlessTaken(started, "the minutes of " + month + " are used up");
    }

    /** What was used here in the running month, and in others that the license backend does not know of in full. */
    List<Assignments.Minutes> toTell(Db db, Instant now) throws SQLException {
        String month = Capacity.month(now).toString();
        db.update("INSERT INTO capacity (month, minutes_used) VALUES (?, 0) ON CONFLICT DO NOTHING", month);
        return db.list(
                "SELECT * FROM capacity WHERE minutes_used > reported OR month = ? ORDER BY month DESC LIMIT ?",
                row -> new Assignments.Minutes(
                        YearMonth.parse(row.getString("month")),
                        row.getLong("minutes_used"),
                        row.getLong("minutes_used") + row.getLong("elsewhere")),
                month,
                MOST_MONTHS);
    }

    /** What the license backend knows of a month is the least that was used, here and elsewhere. */
    void told(Db db, Assignments.Minutes told) throws SQLException {
        db.update(
                """
                INSERT INTO capacity (month, minutes_used, reported, elsewhere) VALUES (?, ?, ?, ?)
                ON CONFLICT (month) DO UPDATE SET
                  minutes_used = max(minutes_used, excluded.minutes_used),
                  reported = excluded.reported,
                  elsewhere = max(elsewhere, excluded.elsewhere)""",
                told.month().toString(),
                told.here(),
                told.here(),
                Math.max(0, told.everywhere() - told.here()));
    }

    /** Another license: nothing is told of it yet. */
    void forgetElsewhere(Db db) throws SQLException {
        db.update("UPDATE capacity SET reported = 0, elsewhere = 0");
    }
}
