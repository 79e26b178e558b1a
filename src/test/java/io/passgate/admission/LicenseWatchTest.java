package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.decision.Verdict;
import io.passgate.identity.User;
import io.passgate.license.Standing;
import io.passgate.session.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A license that stops admitting ends what is open, spread over a minute (design.md §5, domain.md §4.4). */
class LicenseWatchTest {

    private final TestGate gate = new TestGate();
    private final LicenseWatch watch =
            new LicenseWatch(gate.records, gate.license, gate.policy::get, gate.endSession, gate.waiting, gate.clock);
    private final List<AdmittedSession> sessions = new ArrayList<>();
    private final List<Ending> exchanges = new CopyOnWriteArrayList<>();

    @BeforeEach
    void fortySessions() {
        for (int i = 0; i < 8; i++) {
            User user = gate.allocated("CORP\\user" + i);
            for (int j = 0; j < 5; j++) {
                AdmittedSession session =
                        new TestBrowser(gate, "192.0.2.7", "B").signIn(user).session();
                session.started(exchanges::add);
                sessions.add(session);
            }
        }
    }

    private List<Integer> lookEverySecond(int seconds) {
        List<Integer> ended = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            gate.clock.forward(Duration.ofSeconds(1));
            ended.add(watch.look().size());
        }
        return ended;
    }

    @Test
    void validLicenseEndsNothing() {
        assertThat(lookEverySecond(60)).containsOnly(0);
        assertThat(gate.records.sessions()).hasSize(40);
    }

    @Test
    void staleLicenseEndsEverySessionWithinAMinuteAndNotAllAtOnce() {
        watch.look();
        gate.standing.set(TestGate.stale());
        watch.look();

        List<Integer> ended = lookEverySecond(60);

        assertThat(gate.records.sessions()).isEmpty();
        assertThat(ended.stream().mapToInt(i -> i).max().orElseThrow()).isLessThan(10);
        assertThat(sessions).allMatch(s -> s.ended().equals(Optional.of(Ending.LICENSE)));
        assertThat(exchanges).hasSize(40).containsOnly(Ending.LICENSE);
        assertThat(gate.log.ended).hasSize(40);
        gate.log.isWhole();
    }

    @Test
    void endingByTheLicenseHoldsNoSlot() {
        gate.standing.set(TestGate.stale());
        watch.look();
        lookEverySecond(60);
        gate.standing.set(TestGate.valid());

        assertThat(((Verdict.Granted) gate.explain().explain(User.parse("CORP\\user0"))).sessionCount())
                .isEqualTo(1);
    }

    @Test
    void standingThatIsNotToldAnewEndsThemToo() {
        gate.standing.set(new Standing(
                Standing.State.VALID, "", Optional.empty(), gate.clock.instant().plusSeconds(30)));

        lookEverySecond(29);
        assertThat(gate.records.sessions()).hasSize(40);
        lookEverySecond(61);
        assertThat(gate.records.sessions()).isEmpty();
    }

    @Test
    void licenseThatRecoversStopsTheEndingAndLetsWaitersIn() {
        gate.standing.set(TestGate.stale());
        watch.look();
        lookEverySecond(20);
        int left = gate.records.sessions().size();
        AtomicInteger waits = gate.waits(User.parse("CORP\\user0"));
        gate.standing.set(TestGate.valid());

        lookEverySecond(60);

        assertThat(left).isBetween(1, 39);
        assertThat(gate.records.sessions()).hasSize(left);
        assertThat(waits).hasValue(1);
    }

    @Test
    void nextTimeTheMinuteBeginsAnew() {
        gate.standing.set(TestGate.stale());
        watch.look();
        gate.standing.set(TestGate.valid());
        lookEverySecond(300);
        int before = gate.records.sessions().size();
        gate.standing.set(TestGate.stale());

        assertThat(watch.look()).hasSizeLessThan(10);
        assertThat(before).isEqualTo(40);
    }
}
