package io.passgate.admission;

import static io.passgate.admission.TestGate.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.passgate.decision.Refusal;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.TestTerms;
import io.passgate.session.Ending;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions that are paid for by the minute or by the hour (design.md §3 step 3, domain.md §1.2 and §1.3). */
class AdmitRenewTest {

    private static final User ANNA = User.parse("CORP\\anna");

    private final TestGate gate = new TestGate();
    private final TestBrowser browser = new TestBrowser(gate, "192.0.2.7", "Browser/1").signIn(ANNA);

    private void capacity(int minutes) {
        gate.terms.set(TestTerms.capacity(TestGate.TERMS, minutes, 0));
        gate.rules(TestRules.everybody(AccessType.ANALYZER_CAPACITY));
    }

    private long used() {
        return gate.records.stock(gate.terms.get(), gate.clock.instant()).minutesUsed();
    }

    @ParameterizedTest
    @CsvSource({"26, 30", "15, 18", "1, 6", "6, 6", "7, 12"})
    void startedUnitCountsInFull(int minutesActive, long paid) {
        capacity(60);

        for (int minute = 0; minute < minutesActive; minute++) {
            assertThat(browser.open()).isInstanceOf(Admittance.Admitted.class);
            gate.clock.forward(Duration.ofMinutes(1));
        }

        assertThat(used()).as("domain.md §1.2").isEqualTo(paid);
        assertThat(gate.log.renewed).as("one line for each unit but the first").hasSize((int) paid / 6 - 1);
        assertThat(gate.log.opened).hasSize(1);
    }

    @Test
    void idleIsFree() {
        capacity(60);
        AdmittedSession session = browser.session();

        gate.clock.forward(Duration.ofMinutes(29));

        assertThat(session.due(gate.clock.millis())).isTrue();
        assertThat(used()).isEqualTo(6);
        assertThat(browser.session()).isSameAs(session);
        assertThat(used()).isEqualTo(12);
    }

    @Test
    void manyRequestsAtOncePastThePaidTimePayOnce() {
        capacity(60);
        AdmittedSession session = browser.session();
        gate.clock.forward(Duration.ofMinutes(6));
        Admit admit = gate.admit();

        List<CompletableFuture<Admittance>> all = IntStream.range(0, 200)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> done(admit.admit(browser.request("/").arrival()))))
                .toList();

        assertThat(all.stream().map(TestGate::done)).allMatch(a -> TestGate.session(a) == session);
        assertThat(used()).isEqualTo(12);
        assertThat(gate.log.renewed).singleElement().satisfies(one -> {
            assertThat(one.user()).isEqualTo(ANNA);
            assertThat(one.verdict().session()).isEqualTo(session.session().id());
            assertThat(one.verdict().paid().type()).isEqualTo(AccessType.ANALYZER_CAPACITY);
        });
    }

    @Test
    void whoRunsOutInTheMiddleIsToldWhyAndTheSessionEnds() {
        capacity(6);
        AdmittedSession session = browser.session();
        gate.clock.forward(Duration.ofMinutes(6));
        TestRequest late = browser.request("/");

        Admittance refused = gate.arrive(late.arrival());

        assertThat(((Admittance.Refused) refused).verdict().reason()).isEqualTo(Refusal.MINUTES_USED_UP);
        assertThat(session.ended()).contains(Ending.USED_UP);
        assertThat(gate.log.ended).singleElement().satisfies(e -> assertThat(e.ending())
                .isEqualTo(Ending.USED_UP));
        assertThat(gate.log.refused).singleElement().satisfies(r -> assertThat(r.session())
                .isEqualTo(session.session().id()));
        assertThat(gate.explain().refusal(late.arrival().facts().requestId()))
                .hasValueSatisfying(d -> assertThat(d.reason()).isEqualTo("minutes-used-up"));
        assertThat(gate.explain().refusal("another")).isEmpty();
        assertThat(used()).isEqualTo(6);
    }

    @Test
    void pathThatNeedsNoPassIsActivityTooButRefusesNobody() {
        capacity(12);
        AdmittedSession session = browser.session();
        gate.clock.forward(Duration.ofMinutes(6));

        Admittance paid = done(gate.admit().visit(browser.request("/").arrival()));
        gate.clock.forward(Duration.ofMinutes(6));
        Admittance after = done(gate.admit().visit(browser.request("/").arrival()));

        assertThat(TestGate.session(paid)).isSameAs(session);
        assertThat(after).isInstanceOf(Admittance.SignedIn.class);
        assertThat(session.ended()).contains(Ending.USED_UP);
        assertThat(used()).isEqualTo(12);
    }

    @Test
    void allocationGivenMeanwhileIsWhatTheSessionGoesOn() {
        capacity(6);
        AdmittedSession session = browser.session();
        gate.allocate().allocate(ANNA, AccessType.ANALYZER);
        gate.clock.forward(Duration.ofMinutes(7));

        assertThat(browser.session()).isSameAs(session);
        assertThat(session.accessType()).isEqualTo(AccessType.ANALYZER);
        assertThat(session.due(gate.clock.millis())).isFalse();
        assertThat(used()).isEqualTo(6);
    }

    @Test
    void stayingPastTheHourOfALoginAccessPassDrawsAnother() {
        gate.terms.set(TestTerms.of(0, 0, 1));
        gate.rules(TestRules.group("visitors", 1));

        for (int minute = 0; minute <= 60; minute += 20) {
            browser.session();
            gate.clock.forward(Duration.ofMinutes(20));
        }

        assertThat(gate.records
                        .stock(gate.terms.get(), gate.clock.instant())
                        .groups()
                        .get(0)
                        .used())
                .isEqualTo(2);
    }

    @Test
    void lostStoreRefusesNobodyForGoodAndLetsNobodyOn() {
        capacity(60);
        browser.session();
        gate.clock.forward(Duration.ofMinutes(6));
        gate.ledger.set(new LostLedger());

        assertThatThrownBy(() -> browser.open()).hasRootCauseMessage("disk");
    }

    @Test
    void sessionThatEndedMeanwhileIsOpenedAnew() {
        capacity(60);
        AdmittedSession session = browser.session();
        gate.clock.forward(Duration.ofMinutes(6));

        gate.endSession.end(session.session().id(), Ending.ADMINISTRATOR);
        assertThat(done(gate.renew()
                        .renew(session, browser.request("/").arrival().facts())))
                .isEmpty();

        assertThat(browser.session()).isNotSameAs(session);
    }
}
