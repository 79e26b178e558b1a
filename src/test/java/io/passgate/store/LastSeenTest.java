package io.passgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.passgate.admission.AdmittedSession;
import io.passgate.admission.SessionRecord;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The last activity is in the ledger soon enough, and never holds up an opening. */
@Timeout(60)
class LastSeenTest {

    private static final Instant ACTIVE = Openings.START.plusSeconds(1200);

    @TempDir
    private Path directory;

    private SqliteLedger ledger;

    @BeforeEach
    void start() {
        ledger = ledger(Duration.ofHours(1));
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    private SqliteLedger ledger(Duration every) {
        SqliteLedger made = new SqliteLedger(
                new StoreSettings("sqlite:" + file(), StoreSettings.Synchronous.NORMAL),
                new SqliteLedger.Limits(10_000, every, 10_000),
                Openings.SITE);
        made.start();
        return made;
    }

    private Path file() {
        return directory.resolve("ledger.db");
    }

    private List<AdmittedSession> sessions(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> {
                    User user = User.parse("CORP\\user" + i);
                    ledger.records().allocate(user, AccessType.PROFESSIONAL, Openings.TERMS, Openings.START);
                    return ledger.open(Openings.of(user, Openings.START));
                })
                .toList()
                .stream()
                .map(opened -> opened.toCompletableFuture().join().session().orElseThrow())
                .toList();
    }

    private long storedAt(Instant instant) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(
                        "SELECT count(*) FROM sessions WHERE last_seen = " + Times.micros(instant))) {
            return count.next() ? count.getLong(1) : 0;
        }
    }

    @Test
    void activityIsWrittenByItselfEverySoOften() throws SQLException {
        ledger.close();
        ledger = ledger(Duration.ofMillis(50));

        sessions(1).get(0).active(ACTIVE.toEpochMilli());

        await().untilAsserted(() -> assertThat(storedAt(ACTIVE)).isEqualTo(1));
    }

    @Test
    void activityIsWrittenAtTheEnd() {
        sessions(3).forEach(s -> s.active(ACTIVE.toEpochMilli()));

        ledger.close();
        ledger = ledger(Duration.ofHours(1));

        assertThat(ledger.records().sessions())
                .hasSize(3)
                .extracting(SessionRecord::session)
                .allMatch(s -> s.lastSeen().equals(ACTIVE));
    }

    @Test
    void moreThanABatchIsWrittenAndNothingTwice() throws SQLException {
        int number = 2 * LastSeen.BATCH + 1;
        List<AdmittedSession> open = sessions(number);
        ledger.close();
        Residents residents = new Residents(number, () -> {});
        open.forEach(s -> residents.object(row(s)).active(ACTIVE.toEpochMilli()));
        LedgerFile file = new LedgerFile(new StoreSettings("sqlite:" + file(), StoreSettings.Synchronous.NORMAL));
        Writer writer = new Writer("batches", file::writing, Runnable::run, 10);
        writer.start();
        try {
            LastSeen lastSeen = new LastSeen(residents, new Sessions(), writer);
            assertThat(lastSeen.write().join()).isEqualTo(number);
            assertThat(storedAt(ACTIVE)).isEqualTo(number);
            assertThat(lastSeen.write().join()).isZero();
        } finally {
            writer.close();
        }
    }

    private static StoredSession row(AdmittedSession session) {
        return new StoredSession(
                session.session(),
                Openings.key(session.session().id()),
                session.accessType(),
                "usage",
                Optional.empty());
    }

    @Test
    void expiryWritesActivityFirstAndEndsOnlyWhatWasIdle() throws SQLException {
        List<AdmittedSession> open = sessions(4);
        open.subList(0, 3).forEach(s -> s.active(ACTIVE.toEpochMilli()));

        List<SessionRecord> ended = ledger.expire(Openings.START.plus(Openings.IDLE))
                .toCompletableFuture()
                .join();

        assertThat(ended).singleElement().satisfies(r -> assertThat(r.session().id())
                .isEqualTo(open.get(3).session().id()));
        assertThat(storedAt(ACTIVE)).isEqualTo(3);
    }

    /** After a crash up to one interval of activity is missing: what is not in memory is given that much longer. */
    @Test
    void sessionThatIsNotInMemoryIsGivenOneIntervalMore() {
        sessions(1);
        ledger.close();
        ledger = ledger(Duration.ofSeconds(15));
        Instant idle = Openings.START.plus(Openings.IDLE);

        assertThat(ledger.expire(idle.plusSeconds(15).minusMillis(1))
                        .toCompletableFuture()
                        .join())
                .isEmpty();
        assertThat(ledger.expire(idle.plusSeconds(15)).toCompletableFuture().join())
                .hasSize(1);
    }
}
