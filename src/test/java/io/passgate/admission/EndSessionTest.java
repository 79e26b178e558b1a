package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.decision.AtLimit;
import io.passgate.decision.Policy;
import io.passgate.identity.User;
import io.passgate.session.Ending;
import io.passgate.session.Hold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How sessions end (design.md §3, domain.md §2 "5-minute rule"). */
class EndSessionTest {

    private final TestGate gate = new TestGate();
    private final User anna = gate.allocated("CORP\\anna");

    private AdmittedSession session() {
        return new TestBrowser(gate, "192.0.2.7", "Browser/1").signIn(anna).session();
    }

    private List<Hold> holds() {
        return gate.records
                .view(anna, TestGate.TERMS, TestGate.START)
                .sessions()
                .holds();
    }

    @Test
    void endIsLoggedOnceAndWhatRunsIsTold() {
        AdmittedSession session = session();
        List<Ending> told = new ArrayList<>();
        session.started(told::add);

        Optional<SessionRecord> first =
                TestGate.done(gate.endSession.end(session.session().id(), Ending.LOG_OUT));
        Optional<SessionRecord> second =
                TestGate.done(gate.endSession.end(session.session().id(), Ending.ADMINISTRATOR));

        assertThat(first).isPresent();
        assertThat(second).isEmpty();
        assertThat(told).containsExactly(Ending.LOG_OUT);
        assertThat(gate.log.ended)
                .containsExactly(new DecisionLog.Ended(gate.clock.instant(), first.orElseThrow(), Ending.LOG_OUT));
    }

    @Test
    void endWakesWhoWaitsForASlot() {
        AdmittedSession session = session();
        AtomicInteger waits = gate.waits(anna);

        TestGate.done(gate.endSession.end(session.session().id(), Ending.ADMINISTRATOR));

        assertThat(waits).hasValue(1);
    }

    @Test
    void logOutAtTheMaximumKeepsTheSlotForTheConfiguredTime() {
        gate.policy.set(Policy.enforced(2, Duration.ofMinutes(7), AtLimit.REFUSE, Set.of()));
        session();

        TestGate.done(gate.endSession.end(session().session().id(), Ending.LOG_OUT));

        assertThat(holds()).containsExactly(new Hold(gate.clock.instant().plus(Duration.ofMinutes(7))));
    }

    @Test
    void maximumIsWhatTheLicenseAllowsHoweverMuchIsConfigured() {
        gate.policy.set(Policy.enforced(50, Duration.ofMinutes(5), AtLimit.REFUSE, Set.of()));
        for (int i = 0; i < 4; i++) {
            session();
        }

        TestGate.done(gate.endSession.end(session().session().id(), Ending.LOG_OUT));

        assertThat(holds()).hasSize(1);
    }

    @Test
    void expiryEndsIdleSessionsLogsThemAndWakes() {
        AdmittedSession idle = session();
        gate.clock.forward(Duration.ofMinutes(10));
        AdmittedSession busy = session();
        AtomicInteger waits = gate.waits(anna);
        gate.clock.forward(Duration.ofMinutes(20));

        List<SessionRecord> ended = TestGate.done(gate.endSession.expire());

        assertThat(ended)
                .extracting(r -> r.session().id())
                .containsExactly(idle.session().id());
        assertThat(busy.ended()).isEmpty();
        assertThat(gate.log.ended).singleElement().returns(Ending.IDLE, DecisionLog.Ended::ending);
        assertThat(waits).hasValue(1);
        assertThat(TestGate.done(gate.endSession.expire())).isEmpty();
    }
}
