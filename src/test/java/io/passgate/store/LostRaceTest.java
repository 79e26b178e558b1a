package io.passgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.passgate.admission.LedgerUnavailable;
import io.passgate.admission.Opening;
import io.passgate.decision.Charge;
import io.passgate.decision.Explanation;
import io.passgate.decision.Paid;
import io.passgate.decision.Refusal;
import io.passgate.decision.Verdict;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.session.SessionId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A verdict whose charge cannot be written is decided again, at most five times, and leaves nothing (design.md §6). One writer
 * never loses a race, so these decisions grant what is not there.
 */
class LostRaceTest {

    private static final User ANNA = User.parse("CORP\\anna");
    private static final Explanation NOTHING = new Explanation(List.of(), "");
    private static final Verdict REFUSED = new Verdict.Refused(Refusal.POOL_EMPTY, 0, Optional.empty(), NOTHING);

    @TempDir
    private Path directory;

    private SqliteLedger ledger;
    private final AtomicInteger decided = new AtomicInteger();

    @BeforeEach
    void start() {
        ledger = new SqliteLedger(
                new StoreSettings("sqlite:" + directory.resolve("ledger.db"), StoreSettings.Synchronous.NORMAL),
                SqliteLedger.Limits.DEFAULT,
                Openings.SITE);
        ledger.start();
    }

    @AfterEach
    void stop() {
        ledger.close();
    }

    /** The terms have no analyzer access pass, no token and no minute. */
    static List<Paid> notThere() {
        Optional<Instant> until = Optional.of(Openings.START.plusSeconds(360));
        return List.of(
                new Paid(AccessType.ANALYZER, new Charge.ByRule(AccessType.ANALYZER, "rule"), Optional.empty()),
                new Paid(AccessType.LOGIN_ACCESS_PASS, new Charge.DrawLoginPass("group"), until),
                new Paid(AccessType.ANALYZER_CAPACITY, new Charge.StartUnit(), until));
    }

    private Opening opening(Paid paid, int wrongly) {
        Verdict granted = new Verdict.Granted(paid, 1, Optional.empty(), Optional.empty(), NOTHING);
        return Openings.of(
                ANNA,
                Openings.START,
                new SessionId("s"),
                (request, view) -> decided.incrementAndGet() <= wrongly ? granted : REFUSED);
    }

    @ParameterizedTest
    @MethodSource("notThere")
    void lostRaceIsDecidedAgainOnWhatIsThere(Paid paid) {
        Opening.Outcome outcome =
                ledger.open(opening(paid, 4)).toCompletableFuture().join();

        assertThat(outcome.verdict()).isEqualTo(REFUSED);
        assertThat(decided).hasValue(5);
        assertNothingIsLeft();
        assertThat(ledger.records().denied(Openings.START)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("notThere")
    void raceLostFiveTimesFails(Paid paid) {
        assertThatThrownBy(() ->
                        ledger.open(opening(paid, 99)).toCompletableFuture().join())
                .hasCauseInstanceOf(LedgerUnavailable.class)
                .hasMessageContaining("lost 5 races");

        assertThat(decided).hasValue(5);
        assertNothingIsLeft();
    }

    @Test
    void whatOthersWroteInTheSameCommitStays() {
        ledger.records().allocate(ANNA, AccessType.PROFESSIONAL, Openings.TERMS, Openings.START);

        ledger.open(opening(notThere().get(0), 1)).toCompletableFuture().join();

        assertThat(ledger.records().allocations()).hasSize(1);
    }

    private void assertNothingIsLeft() {
        assertThat(ledger.records().sessions()).isEmpty();
        assertThat(ledger.records().allocations()).isEmpty();
        assertThat(ledger.records().stock(Openings.TERMS, Openings.START).minutesUsed())
                .isZero();
    }
}
