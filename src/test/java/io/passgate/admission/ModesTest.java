package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.admission.LicenseOffice.LicenseStatus;
import io.passgate.decision.AtLimit;
import io.passgate.decision.Policy;
import io.passgate.decision.Policy.Enforcement;
import io.passgate.decision.Refusal;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is not enforced, as far as the license lets (design.md §5 and §9, mode). */
class ModesTest {

    private static final Instant UNTIL = TestGate.START.plus(Duration.ofDays(30));
    private static final User ANNA = User.parse("CORP\\anna");

    private final TestGate gate = new TestGate();
    private final TestBrowser browser = new TestBrowser(gate, "192.0.2.7", "Browser/1").signIn(ANNA);
    private final LicenseWatch watch =
            new LicenseWatch(gate.records, gate.license, gate.policy::get, gate.endSession, gate.waiting, gate.clock);

    private void modes(Enforcement license, Enforcement sessions) {
        gate.policy.set(
                new Policy(5, Duration.ofMinutes(5), AtLimit.REFUSE, Set.of(), license, sessions, Optional.empty()));
        gate.terms.set(TestRules.may(TestGate.TERMS, false, Optional.of(UNTIL)));
    }

    @Test
    void inShadowEverybodyPassesAndWouldBeRefusalsAreRecorded() {
        modes(Enforcement.SHADOW, Enforcement.ENFORCE);

        assertThat(browser.session().accessType()).isEqualTo(AccessType.UNLICENSED);
        assertThat(gate.log.opened.get(0).verdict().shadowed()).contains(Refusal.NOTHING_ALLOCATED);
        assertThat(gate.log.refused).isEmpty();
        assertThat(gate.records.denied(TestGate.START)).singleElement().satisfies(d -> assertThat(d.shadow())
                .isTrue());
    }

    @Test
    void staleLicenseEndsNoSessionInShadow() {
        modes(Enforcement.SHADOW, Enforcement.ENFORCE);
        AdmittedSession session = browser.session();
        gate.standing.set(TestGate.stale());

        watch.look();
        gate.clock.forward(Duration.ofMinutes(2));
        watch.look();

        assertThat(browser.session()).isSameAs(session);
        assertThat(gate.records.sessions()).hasSize(1);
    }

    @Test
    void withoutTheLicensesLeaveItIsEnforced() {
        modes(Enforcement.OFF, Enforcement.OFF);
        gate.terms.set(TestGate.TERMS);

        assertThat(browser.open()).isInstanceOf(Admittance.Refused.class);
    }

    @Test
    void whenTheLeaveEndsWhoHasNoPassIsRefusedAtTheNextActivity() {
        modes(Enforcement.OFF, Enforcement.ENFORCE);
        while (gate.clock.instant().isBefore(UNTIL)) {
            assertThat(browser.open()).isInstanceOf(Admittance.Admitted.class);
            gate.clock.forward(Duration.ofMinutes(20));
        }

        assertThat(browser.open()).isInstanceOf(Admittance.Refused.class);
    }

    @Test
    void sixthSessionPassesInShadowAndIsToldOf() {
        modes(Enforcement.ENFORCE, Enforcement.SHADOW);
        gate.allocated("CORP\\anna");
        for (int i = 0; i < 6; i++) {
            new TestBrowser(gate, "192.0.2." + i, "Browser/1").signIn(ANNA).session();
        }

        assertThat(gate.log.opened.get(5).verdict().shadowed()).contains(Refusal.TOO_MANY_SESSIONS);
    }

    @Test
    void statusSaysWhatIsLoosenedAndWhatIsNotLet() {
        modes(Enforcement.SHADOW, Enforcement.ENFORCE);
        LicenseOffice office = new LicenseOffice() {
            @Override
            public LicenseStatus status(Instant now) {
                LicenseSource.License now1 = gate.license.current(now);
                return new LicenseStatus(
                        Form.SIGNED_KEY,
                        "1",
                        now1.terms(),
                        now1.standing(),
                        Optional.empty(),
                        "",
                        Optional.empty(),
                        List.of("self-issued"));
            }

            @Override
            public LicenseStatus verify() {
                return status(gate.clock.instant());
            }
        };
        Loosening loosening = new Loosening(office, gate.policy::get, true, gate.clock);

        assertThat(loosening.status(gate.clock.instant()).notes())
                .satisfiesExactly(
                        note -> assertThat(note).isEqualTo("self-issued"),
                        note -> assertThat(note).startsWith("mode.license: shadow until " + UNTIL),
                        note -> assertThat(note).startsWith("nobody: anonymous is configured, but"));
        gate.terms.set(TestGate.TERMS);
        assertThat(loosening.verify().notes())
                .contains("mode.license: shadow is configured, but the license does not let it: enforced");
    }
}
