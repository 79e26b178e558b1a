package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.ReleaseRule;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Access passes that nobody uses are taken back where the site wants that (decision 26). */
class ReleaseTest {

    private static final Duration AFTER = Duration.ofDays(30);

    private final TestGate gate = new TestGate();
    private final User anna = gate.allocated("CORP\\anna");
    private final User boss = gate.allocated("CORP\\boss");

    private Release release(Set<AccessType> types) {
        return new Release(
                gate.records,
                gate.allocate(),
                gate.license,
                gate.policy::get,
                new ReleaseRule(AFTER, Set.of(boss), types),
                gate.clock);
    }

    private Release release() {
        return release(new HashSet<>(AccessType.ALLOCATED));
    }

    private List<User> losing() {
        return release().dryRun().stream().map(Allocation::user).toList();
    }

    @Test
    void whatIsUnusedForTheTimeIsTakenBackAndNoSooner() {
        gate.clock.forward(AFTER.minusSeconds(1));
        assertThat(losing()).isEmpty();
        gate.clock.forward(Duration.ofSeconds(1));
        assertThat(losing()).containsExactly(anna);
        assertThat(gate.records.allocations()).as("a dry run").hasSize(2);

        assertThat(release().run()).hasSize(1);

        assertThat(gate.records.allocations()).extracting(Allocation::user).containsExactly(boss);
        assertThat(release().run()).isEmpty();
    }

    @Test
    void useCountsAndWhoIsThereLosesNothing() {
        gate.clock.forward(AFTER.minusDays(1));
        TestBrowser browser = new TestBrowser(gate, "192.0.2.7", "B").signIn(anna);
        browser.session();
        gate.clock.forward(Duration.ofDays(2));
        assertThat(losing()).isEmpty();

        for (int i = 0; i < 30 * 24 * 3; i++) {
            browser.session();
            gate.clock.forward(Duration.ofMinutes(20));
        }
        assertThat(losing()).as("used at its opening, in use since").isEmpty();
    }

    @Test
    void otherTypesAndExemptUsersStay() {
        gate.clock.forward(AFTER);
        assertThat(release(Set.of(AccessType.ANALYZER)).dryRun()).isEmpty();

        gate.policy.set(io.passgate.decision.Policy.enforced(
                5, Duration.ofMinutes(5), io.passgate.decision.AtLimit.REFUSE, Set.of(anna)));
        assertThat(losing()).isEmpty();
    }
}
