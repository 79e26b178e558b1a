package io.passgate.store;

import io.passgate.decision.Charge;
import io.passgate.decision.Paid;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Terms;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * Writes what an access pass costs, in the transaction of the verdict (design.md §3). What was decided on is checked once more by
 * each update; where it is not so any more, the race is lost. Stateless.
 */
final class Charges {

    private final Passes passes;
    private final LoginGroups groups;
    private final Minutes minutes;
    private final Freed freed;

    Charges(Passes passes, LoginGroups groups, Minutes minutes, Freed freed) {
        this.passes = passes;
        this.groups = groups;
        this.minutes = minutes;
        this.freed = freed;
    }

    private interface Step {
        void on(Db db) throws SQLException;
    }

    /** {@code user} pays with {@code paid} at {@code now}: the charge is written, the allocation marked as used. */
    void pay(Db db, User user, Paid paid, Terms terms, Instant now) throws SQLException {
        Step step = paid.charge()
                .fold(
                        () -> d -> {},
                        byRule -> d -> give(d, user, byRule, terms, now),
                        draw -> d -> {
                            freed.by(d, now);
                            groups.draw(d, user, draw.group(), now);
                        },
                        unit -> d -> minutes.startUnit(d, terms.capacity(), now));
        step.on(db);
        if (paid.type().allocated()) {
            passes.used(db, user, paid.type(), now);
        }
    }

    private void give(Db db, User user, Charge.ByRule byRule, Terms terms, Instant now) throws SQLException {
        freed.by(db, now);
        AccessType type = byRule.type();
        switch (passes.give(db, user, type, Optional.of(byRule.rule()), terms.seats(type), now)) {
            case ALLOCATED, REINSTATED -> {}
            case HELD_ALREADY -> throw new LostRace("the user holds the access pass meanwhile");
            case POOL_EMPTY -> throw new LostRace("the last " + type.words() + " is gone");
        }
    }
}
