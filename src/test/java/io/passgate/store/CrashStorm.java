package io.passgate.store;

import io.passgate.admission.Ledger;
import io.passgate.admission.Opening;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.session.Ending;
import io.passgate.session.SessionId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A process that opens and ends sessions until it is killed, and says what it was answered: {@code +} opened, {@code ~} about to
 * be ended, {@code -} ended, each with the session and a full stop.
 */
final class CrashStorm {

    private static final int CALLERS = 64;
    private static final int USERS = 100;

    private final SqliteLedger ledger;
    private final Random random = new Random(42);
    private final ConcurrentLinkedQueue<SessionId> open = new ConcurrentLinkedQueue<>();

    private CrashStorm(SqliteLedger ledger) {
        this.ledger = ledger;
    }

    /** Runs until it is killed, or whoever started it is gone. */
    public static void main(String[] arguments) throws IOException {
        SqliteLedger ledger = ledger(Path.of(arguments[0]));
        ledger.start();
        for (int i = 0; i < USERS; i++) {
            ledger.records().allocate(user(i), AccessType.PROFESSIONAL, Openings.TERMS, Openings.START);
        }
        CrashStorm storm = new CrashStorm(ledger);
        ledger.records()
                .sessions()
                .forEach(record -> storm.open.add(record.session().id()));
        for (int i = 0; i < CALLERS; i++) {
            storm.open();
        }
        System.in.transferTo(OutputStream.nullOutputStream());
        Runtime.getRuntime().halt(1);
    }

    static SqliteLedger ledger(Path directory) {
        return new SqliteLedger(
                new StoreSettings("sqlite:" + directory.resolve("ledger.db"), StoreSettings.Synchronous.FULL),
                SqliteLedger.Limits.DEFAULT,
                Openings.SITE);
    }

    private static User user(int number) {
        return User.parse("CORP\\user" + number);
    }

    private synchronized int draw(int bound) {
        return random.nextInt(bound);
    }

    private void open() {
        Opening opening = Openings.of(user(draw(USERS)), Openings.START);
        ledger.open(opening).whenComplete((outcome, e) -> {
            if (outcome.session().isPresent()) {
                say('+', opening.session().id());
                open.add(opening.session().id());
                open();
            } else {
                Optional.ofNullable(open.poll()).ifPresentOrElse(this::end, this::open);
            }
        });
    }

    private void end(SessionId id) {
        say('~', id);
        ledger.end(id, Ending.WITHDRAWN, new Ledger.HoldTerms(Openings.LIMIT, Duration.ZERO), Openings.START)
                .whenComplete((record, e) -> {
                    say('-', id);
                    open();
                });
    }

    private static void say(char what, SessionId id) {
        System.out.println(what + id.value() + ".");
        System.out.flush();
    }
}
