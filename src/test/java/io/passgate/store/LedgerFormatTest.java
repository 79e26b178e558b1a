package io.passgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.passgate.admission.AdmittedSession;
import io.passgate.admission.Assignments;
import io.passgate.admission.Opening;
import io.passgate.admission.Records.DeniedAccess;
import io.passgate.admission.Records.KnownUser;
import io.passgate.admission.SessionRecord;
import io.passgate.decision.Explanation;
import io.passgate.decision.Verdict;
import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Pool;
import io.passgate.session.Hold;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that an earlier version left is read as it was meant: fixtures/ledger-v1 is never changed. */
class LedgerFormatTest {

    private static final Instant START = Openings.START;
    private static final User ANNA = User.parse("CORP\\anna");
    private static final User BERT = User.parse("CORP\\bert");
    private static final User ZOE = User.parse("CORP\\zoë o'neil");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void restore() throws IOException, SQLException {
        file = directory.resolve("ledger.db");
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/fixtures/ledger-v1/ledger.sql"));
                Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private SqliteLedger started() {
        SqliteLedger ledger = new SqliteLedger(
                new StoreSettings("sqlite:" + file, StoreSettings.Synchronous.FULL),
                SqliteLedger.Limits.DEFAULT,
                Openings.SITE);
        ledger.start();
        return ledger;
    }

    private static SessionId session(int number) {
        return new SessionId("00000000-0000-4000-8000-%012d".formatted(number));
    }

    private static Attributes group(String... values) {
        return new Attributes(Map.of("group", List.of(values)));
    }

    @Test
    void usersAllocationsAndDeniedAccessAreRead() {
        try (SqliteLedger ledger = started()) {
            assertThat(ledger.records().users())
                    .containsExactly(
                            new KnownUser(
                                    ANNA,
                                    group("sales", "\"quoted\""),
                                    START,
                                    START.plusSeconds(4),
                                    true,
                                    List.of(AccessType.PROFESSIONAL),
                                    4),
                            new KnownUser(
                                    BERT,
                                    group("support"),
                                    START.plusSeconds(100),
                                    START.plusSeconds(101),
                                    true,
                                    List.of(),
                                    0),
                            new KnownUser(
                                    ZOE,
                                    Attributes.NONE,
                                    START.plusSeconds(1),
                                    START.plusSeconds(200),
                                    true,
                                    List.of(AccessType.ANALYZER, AccessType.USER_ACCESS_PASS),
                                    1));
            assertThat(ledger.records().allocations())
                    .containsExactly(
                            Allocation.given(ANNA, AccessType.PROFESSIONAL, START)
                                    .used(START.plusSeconds(4)),
                            Allocation.given(ZOE, AccessType.ANALYZER, START.plusSeconds(1))
                                    .used(START.plusSeconds(200)),
                            Allocation.given(ZOE, AccessType.USER_ACCESS_PASS, START.plusSeconds(2)));
            assertThat(ledger.records().stock(Openings.TERMS, START).pools())
                    .extracting(Pool::allocated)
                    .containsExactly(1, 1, 1);
            assertThat(ledger.records().denied(START))
                    .containsExactly(new DeniedAccess(
                            BERT,
                            group("support"),
                            "nothing-allocated",
                            false,
                            "/",
                            "192.0.2.7",
                            "request of " + session(101),
                            START.plusSeconds(100),
                            START.plusSeconds(101),
                            2,
                            new Explanation(List.of(), "")));
        }
    }

    @Test
    void sessionsHoldsAndJoinsAreRead() {
        try (SqliteLedger ledger = started()) {
            Session zoes = new Session(
                    session(200),
                    ZOE,
                    "/",
                    START.plusSeconds(200),
                    START.plusSeconds(260),
                    Openings.IDLE,
                    "192.0.2.7",
                    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                    Optional.empty());
            assertThat(ledger.records().sessions(ZOE))
                    .containsExactly(new SessionRecord(zoes, AccessType.ANALYZER, "usage-zoe"));
            AdmittedSession found = ledger.find(Openings.key(session(200)))
                    .toCompletableFuture()
                    .join()
                    .orElseThrow();
            assertThat(found.session()).isEqualTo(zoes);
            assertThat(found.cookieCameBack()).as("for the first time").isTrue();
            assertThat(ledger.find(Openings.key(session(1)))
                            .toCompletableFuture()
                            .join()
                            .orElseThrow()
                            .cookieCameBack())
                    .as("had come back already")
                    .isFalse();

            assertThat(ledger.records()
                            .view(ANNA, Openings.TERMS, START)
                            .sessions()
                            .holds())
                    .containsExactly(new Hold(START.plusSeconds(360)));
            assertThat(joined(ledger, List.of("credentials of " + session(2)), Optional.empty()))
                    .contains(session(2));
            assertThat(joined(ledger, List.of(), Optional.of("cookie-less key")))
                    .contains(session(4));
        }
    }

    private static Optional<SessionId> joined(SqliteLedger ledger, List<String> burst, Optional<String> cookieLess) {
        Opening made = Openings.of(ANNA, START.plusSeconds(5));
        Opening joining = new Opening(
                made.session(),
                made.key(),
                made.usageId(),
                made.facts(),
                made.attributes(),
                new Opening.Joins(burst, cookieLess, START.plusSeconds(5)),
                made.endFirst(),
                made.terms(),
                made.decide());
        Verdict verdict = ledger.open(joining).toCompletableFuture().join().verdict();
        return verdict instanceof Verdict.Renewed renewed ? Optional.of(renewed.session()) : Optional.empty();
    }

    @Test
    void whatAnEarlierVersionGaveOutIsToldTheLicenseBackendFirst() {
        try (SqliteLedger ledger = started()) {
            assertThat(ledger.assignments().progress()).isEqualTo(new Assignments.Progress("", 0, 0));

            ledger.assignments().follow("9999000000002782");

            assertThat(ledger.assignments().outgoing(10, START).changes())
                    .extracting(change -> change.made().user())
                    .containsExactly(ANNA, ZOE, ZOE);
        }
    }

    @Test
    void migrationsThatHaveBeenAppliedHaveNotBeenChangedSince() {
        assertThatCode(() -> Migrations.run(file))
                .as("checks what is recorded against the files")
                .doesNotThrowAnyException();
    }
}
