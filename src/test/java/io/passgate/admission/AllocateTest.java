package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.passgate.decision.Verdict;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Quarantine;
import io.passgate.session.Ending;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Access passes given and taken, and how soon that is felt (design.md §3; domain.md §1.1, §1.4, §8 number 2 and 7). */
class AllocateTest {

    private static final User ANNA = User.parse("CORP\\anna");

    private final TestGate gate = new TestGate();

    @Test
    void allocationIsSeenAtOnceWithoutSigningInAgain() {
        TestBrowser browser = new TestBrowser(gate, "192.0.2.7", "Browser/1").signIn(ANNA);
        assertThat(browser.open()).isInstanceOf(Admittance.Refused.class);
        AtomicInteger waits = gate.waits(ANNA);

        assertThat(gate.allocate().allocate(ANNA, AccessType.ANALYZER)).isEqualTo(Records.AllocationOutcome.ALLOCATED);

        assertThat(waits).hasValue(1);
        assertThat(browser.session().accessType()).isEqualTo(AccessType.ANALYZER);
    }

    @Test
    void neverMoreThanTheTermsAllow() {
        for (int i = 0; i < 10; i++) {
            gate.allocated("CORP\\user" + i);
        }

        assertThat(gate.allocate().allocate(ANNA, AccessType.PROFESSIONAL))
                .isEqualTo(Records.AllocationOutcome.POOL_EMPTY);
        assertThat(gate.allocate().allocate(ANNA, AccessType.USER_ACCESS_PASS))
                .as("the terms do not name it")
                .isEqualTo(Records.AllocationOutcome.POOL_EMPTY);
        assertThat(gate.allocate().allocate(User.parse("CORP\\user3"), AccessType.PROFESSIONAL))
                .isEqualTo(Records.AllocationOutcome.HELD_ALREADY);
    }

    @Test
    void withdrawalEndsTheSessionsOpenedWithThePassWithoutHold() {
        gate.allocated("CORP\\anna");
        gate.allocated("CORP\\bert");
        AdmittedSession annas =
                new TestBrowser(gate, "192.0.2.7", "B").signIn(ANNA).session();
        AdmittedSession berts = new TestBrowser(gate, "192.0.2.7", "B")
                .signIn(User.parse("CORP\\bert"))
                .session();

        assertThat(gate.allocate().withdraw(ANNA, AccessType.PROFESSIONAL)).isPresent();

        assertThat(annas.ended()).contains(Ending.WITHDRAWN);
        assertThat(berts.ended()).isEmpty();
        assertThat(gate.records
                        .view(ANNA, TestGate.TERMS, TestGate.START)
                        .sessions()
                        .taken())
                .isZero();
        assertThat(gate.allocate().withdraw(ANNA, AccessType.PROFESSIONAL)).isEmpty();
    }

    @Test
    void withdrawalOfOneTypeLeavesSessionsOfAnother() {
        gate.allocated("CORP\\anna");
        gate.allocate().allocate(ANNA, AccessType.ANALYZER);
        AdmittedSession session =
                new TestBrowser(gate, "192.0.2.7", "B").signIn(ANNA).session();

        assertThat(gate.allocate().withdraw(ANNA, AccessType.ANALYZER)).isPresent();

        assertThat(session.accessType()).isEqualTo(AccessType.PROFESSIONAL);
        assertThat(session.ended()).isEmpty();
    }

    @Test
    void withdrawalCutShortIsFinishedByTheNext() {
        gate.allocated("CORP\\anna");
        AdmittedSession session =
                new TestBrowser(gate, "192.0.2.7", "B").signIn(ANNA).session();
        gate.records.withdraw(ANNA, AccessType.PROFESSIONAL, TestGate.TERMS, Quarantine.BY_FAMILY, TestGate.START);

        assertThat(gate.allocate().withdraw(ANNA, AccessType.PROFESSIONAL)).isEmpty();

        assertThat(session.ended()).contains(Ending.WITHDRAWN);
    }

    @Test
    void lostStoreIsSaidInItsOwnWords() {
        gate.allocated("CORP\\anna");
        new TestBrowser(gate, "192.0.2.7", "B").signIn(ANNA).session();
        EndSession lost =
                new EndSession(new LostLedger(), gate.license, gate.policy::get, gate.log, gate.waiting, gate.clock);
        Allocate allocate =
                new Allocate(gate.records, gate.license, Quarantine.BY_FAMILY, lost, gate.waiting, gate.clock);

        assertThatThrownBy(() -> allocate.withdraw(ANNA, AccessType.PROFESSIONAL))
                .isInstanceOf(LedgerUnavailable.class);
    }

    @Test
    void withdrawalCanSayWhichRuleWouldGiveItBack() {
        gate.allocated("CORP\\anna");
        gate.rules(TestRules.only(ANNA, AccessType.PROFESSIONAL));

        assertThat(gate.allocate().givesBack(ANNA, AccessType.PROFESSIONAL))
                .hasValueSatisfying(rule -> assertThat(rule.name()).isEqualTo("the rule"));
        assertThat(gate.allocate().givesBack(ANNA, AccessType.ANALYZER)).isEmpty();
        assertThat(gate.allocate().givesBack(User.parse("CORP\\bert"), AccessType.PROFESSIONAL))
                .isEmpty();
    }

    @Test
    void quarantinedPassCanBeReinstatedAndLetsItsUserInAgain() {
        gate.allocated("CORP\\anna");
        TestBrowser browser = new TestBrowser(gate, "192.0.2.7", "B").signIn(ANNA);
        browser.session();
        Allocate always =
                new Allocate(gate.records, gate.license, Quarantine.ALWAYS, gate.endSession, gate.waiting, gate.clock);

        assertThat(always.withdraw(ANNA, AccessType.PROFESSIONAL))
                .hasValueSatisfying(a -> assertThat(a.quarantinedUntil()).isPresent());
        assertThat(browser.open()).isInstanceOf(Admittance.Refused.class);
        AtomicInteger waits = gate.waits(ANNA);

        assertThat(always.reinstate(ANNA, AccessType.PROFESSIONAL)).isTrue();
        assertThat(waits).hasValue(1);
        assertThat(browser.open()).isInstanceOf(Admittance.Admitted.class);
        assertThat(always.reinstate(ANNA, AccessType.PROFESSIONAL)).isFalse();
    }

    @Test
    void deactivatedUserLosesTheSessionsAndKeepsThePass() {
        gate.allocated("CORP\\anna");
        TestBrowser browser = new TestBrowser(gate, "192.0.2.7", "B").signIn(ANNA);
        AdmittedSession session = browser.session();

        gate.allocate().setActive(ANNA, false);

        assertThat(session.ended()).contains(Ending.WITHDRAWN);
        assertThat(((Admittance.Refused) browser.open()).verdict().reason().code())
                .isEqualTo("user-inactive");
        AtomicInteger waits = gate.waits(ANNA);
        gate.allocate().setActive(ANNA, true);
        assertThat(waits).hasValue(1);
        assertThat(browser.session().accessType()).isEqualTo(AccessType.PROFESSIONAL);
    }

    @Test
    void explainSaysWhatAnOpeningWouldBeAndChangesNothing() {
        gate.allocated("CORP\\anna");
        AdmittedSession session =
                new TestBrowser(gate, "192.0.2.7", "B").signIn(ANNA).session();
        var users = gate.records.users();
        var sessions = gate.records.sessions();
        var allocations = gate.records.allocations();

        Verdict annas = gate.explain().explain(ANNA);
        Verdict strangers = gate.explain().explain(User.parse("CORP\\stranger"));

        assertThat(((Verdict.Granted) annas).sessionCount()).isEqualTo(2);
        assertThat(strangers).isInstanceOf(Verdict.Refused.class);
        assertThat(gate.records.users()).isEqualTo(users);
        assertThat(gate.records.sessions()).isEqualTo(sessions);
        assertThat(gate.records.allocations()).isEqualTo(allocations);
        assertThat(gate.records.denied(TestGate.START)).isEmpty();
        assertThat(session.ended()).isEmpty();
        assertThat(gate.log.opened).hasSize(1);
        assertThat(gate.log.refused).isEmpty();
    }

    @Test
    void explainKnowsTheLicenseAndTheLimit() {
        gate.allocated("CORP\\anna");
        gate.standing.set(TestGate.stale());

        assertThat(((Verdict.Refused) gate.explain().explain(ANNA)).reason().code())
                .isEqualTo("license-stale");
    }
}
