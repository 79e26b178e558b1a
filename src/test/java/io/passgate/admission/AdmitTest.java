package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.passgate.decision.AtLimit;
import io.passgate.decision.Policy;
import io.passgate.decision.Refusal;
import io.passgate.identity.Attributes;
import io.passgate.identity.Credentials;
import io.passgate.identity.Identification;
import io.passgate.identity.User;
import io.passgate.license.Standing;
import io.passgate.session.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a request that is not admitted yet (design.md §4). */
class AdmitTest {

    private static final Credentials HERS = TestRequest.credentials("hers");
    private static final Credentials HIS = TestRequest.credentials("his");

    private final TestGate gate = new TestGate();
    private final User anna = gate.allocated("CORP\\anna");
    private final User bert = gate.allocated("CORP\\bert");

    @AfterEach
    void logIsWhole() {
        gate.log.isWhole();
    }

    private TestBrowser browser(User user) {
        return new TestBrowser(gate, "192.0.2.7", "Browser/1").signIn(user);
    }

    private List<AdmittedSession> five(User user) {
        List<AdmittedSession> five = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            five.add(browser(user).session());
        }
        return five;
    }

    @Test
    void firstRequestOpensASessionAndBringsItsCookie() {
        gate.hub.signIn(HERS, anna);

        Admittance.Admitted admitted =
                (Admittance.Admitted) gate.arrive(gate.request().with(HERS).arrival());

        String cookie = admitted.newCookie().orElseThrow();
        assertThat(cookie)
                .isEqualTo(gate.cookies.of(admitted.session().session().id()));
        assertThat(gate.records.admitted(SessionKey.of(cookie))).containsSame(admitted.session());
        assertThat(gate.log.opened).singleElement().satisfies(opened -> {
            assertThat(opened.user()).isEqualTo(anna);
            assertThat(opened.session()).isEqualTo(admitted.session().session().id());
            assertThat(opened.usageId())
                    .isEqualTo(gate.records.sessions().get(0).usageId());
        });
    }

    @Test
    void cookieThatCameBackGoesOnWithItsSession() {
        TestBrowser browser = browser(anna);
        AdmittedSession session = browser.session();
        gate.clock.forward(Duration.ofMinutes(29));

        Admittance.Admitted again = (Admittance.Admitted) browser.open();

        assertThat(again.session()).isSameAs(session);
        assertThat(again.newCookie()).isEmpty();
        assertThat(session.lastSeenMillis()).isEqualTo(gate.clock.millis());
        assertThat(gate.log.opened).hasSize(1);
    }

    @Test
    void sessionThatWasIdleTooLongIsOver() {
        TestBrowser browser = browser(anna);
        AdmittedSession session = browser.session();
        gate.clock.forward(TestGate.IDLE);

        assertThat(browser.session()).isNotSameAs(session);
        assertThat(gate.log.ended).singleElement().returns(Ending.IDLE, DecisionLog.Ended::ending);
    }

    @Test
    void liveCookieWithoutCredentialsKeepsItsProvedUser() {
        TestBrowser browser = browser(anna);
        AdmittedSession session = browser.session();
        int asked = gate.hub.asked.size();

        Admittance admittance =
                gate.arrive(browser.request("/").with(Credentials.NONE).arrival());

        assertThat(TestGate.session(admittance)).isSameAs(session);
        assertThat(gate.hub.asked).as("nobody needed to be asked").hasSize(asked);
    }

    @Test
    void cookieAloneSaysNothingOnceItsSessionHasEnded() {
        TestBrowser browser = browser(anna);
        AdmittedSession session = browser.session();
        TestGate.done(gate.endSession.end(session.session().id(), Ending.LOG_OUT));

        assertThat(gate.arrive(browser.request("/").with(Credentials.NONE).arrival()))
                .isInstanceOf(Admittance.NotSignedIn.class);
    }

    @Test
    void anotherUserEndsTheSessionAndGetsANewId() {
        TestBrowser browser = browser(anna);
        AdmittedSession annas = browser.session();
        String cookie = browser.cookie("/").orElseThrow();
        browser.signIn(bert);

        AdmittedSession berts = browser.session();

        assertThat(annas.ended()).contains(Ending.USER_SWITCH);
        assertThat(berts.session().user()).isEqualTo(bert);
        assertThat(browser.cookie("/")).isPresent().isNotEqualTo(Optional.of(cookie));
        assertThat(gate.log.ended).singleElement().returns(Ending.USER_SWITCH, DecisionLog.Ended::ending);
        assertThat(gate.records.sessions(anna)).isEmpty();
    }

    @Test
    void userSwitchAtTheMaximumHoldsTheSlot() {
        five(anna);
        Instant switched = gate.clock.instant();
        TestBrowser last = new TestBrowser(gate, "192.0.2.7", "Browser/1");
        gate.policy.set(Policy.enforced(5, Duration.ofMinutes(5), AtLimit.END_LONGEST_IDLE, Set.of()));
        last.signIn(anna).session();
        last.signIn(bert).session();

        assertThat(gate.records
                        .view(anna, TestGate.TERMS, TestGate.START)
                        .sessions()
                        .holds())
                .singleElement()
                .returns(switched.plus(Duration.ofMinutes(5)), h -> h.until());
    }

    @Test
    void anotherUserWithoutAPassEndsTheSessionToo() {
        TestBrowser browser = browser(anna);
        AdmittedSession annas = browser.session();

        Admittance admittance = browser.signIn(User.parse("CORP\\carl")).open();

        assertThat(admittance).isInstanceOf(Admittance.Refused.class);
        assertThat(annas.ended()).contains(Ending.USER_SWITCH);
    }

    @Test
    void newCredentialsOfTheSameUserAreTheSameSession() {
        TestBrowser browser = browser(anna);
        AdmittedSession session = browser.session();

        assertThat(browser.signIn(anna).session()).isSameAs(session);
        assertThat(gate.log.opened).hasSize(1);
    }

    @Test
    void nobodyIsNotSignedInAndEndsNothing() {
        TestBrowser browser = browser(anna);
        AdmittedSession session = browser.session();

        Admittance admittance = gate.arrive(browser.request("/").with(HIS).arrival());

        assertThat(((Admittance.NotSignedIn) admittance).setCookies()).containsExactly("hub=asked");
        assertThat(session.ended()).isEmpty();
    }

    @Test
    void recognizedButRefusedIsToldWhy() {
        gate.hub.answer(
                HIS,
                new Identification.Named(
                        User.parse("CORP\\carl"),
                        new Attributes(Map.of("group", List.of("sales"))),
                        List.of("hub=1"),
                        Instant.MAX));

        Admittance.Refused refused =
                (Admittance.Refused) gate.arrive(gate.request().with(HIS).arrival());

        assertThat(refused.verdict().reason()).isEqualTo(Refusal.NOTHING_ALLOCATED);
        assertThat(refused.setCookies()).containsExactly("hub=1");
        assertThat(gate.log.refused).singleElement().satisfies(told -> {
            assertThat(told.verdict()).isEqualTo(refused.verdict());
            assertThat(told.user()).isEqualTo(User.parse("CORP\\carl"));
        });
        assertThat(gate.records.denied(Instant.EPOCH))
                .singleElement()
                .returns(new Attributes(Map.of("group", List.of("sales"))), Records.DeniedAccess::attributes);
        assertThat(gate.log.opened).isEmpty();
    }

    @Test
    void exemptUserPassesWithoutSessionOnAStaleLicense() {
        User service = User.parse("CORP\\sa_monitor");
        gate.policy.set(Policy.enforced(5, Duration.ofMinutes(5), AtLimit.REFUSE, Set.of(service)));
        gate.standing.set(TestGate.stale());
        gate.hub.signIn(HIS, service);

        Admittance admittance = gate.arrive(gate.request().with(HIS).arrival());

        assertThat(((Admittance.Exempt) admittance).user()).isEqualTo(service);
        assertThat(gate.records.sessions()).isEmpty();
        assertThat(gate.log.opened).isEmpty();
        assertThat(gate.log.refused).isEmpty();
        assertThat(gate.log.exempt).singleElement().returns(service, DecisionLog.Exempt::user);
    }

    @Test
    void answerIsGoodNoLongerThanTheLicense() {
        Instant end = TestGate.START.plus(Duration.ofHours(1));
        gate.standing.set(new Standing(Standing.State.VALID, "", Optional.empty(), end));
        TestBrowser browser = browser(anna);

        assertThat(((Admittance.Admitted) browser.open()).until()).as("opening").isEqualTo(end);
        assertThat(((Admittance.Admitted) browser.open()).until())
                .as("going on")
                .isEqualTo(end);
        Admittance bare =
                gate.arrive(browser.request("/").with(Credentials.NONE).arrival());
        assertThat(((Admittance.Admitted) bare).until())
                .as("without credentials")
                .isEqualTo(end);
    }

    @Test
    void answerIsGoodNoLongerThanWhoAmISays() {
        Instant again = TestGate.START.plusSeconds(60);
        gate.hub.answer(HERS, new Identification.Named(anna, Attributes.NONE, List.of("hub=2"), again));

        Admittance.Admitted admitted =
                (Admittance.Admitted) gate.arrive(gate.request().with(HERS).arrival());

        assertThat(admitted.until()).isEqualTo(again);
        assertThat(admitted.setCookies()).containsExactly("hub=2");
    }

    @Test
    void whileItCannotBeToldTheLastAnswerStandsTenMinutes() {
        gate.hub.signIn(HERS, anna);
        TestBrowser browser = browser(anna).signIn(anna, HERS);
        AdmittedSession session = browser.session();
        gate.hub.answer(HERS, new Identification.CannotTell("HTTP 503"));

        gate.clock.forward(Duration.ofMinutes(10).minusMillis(1));
        Admittance.Admitted stands = (Admittance.Admitted) browser.open();
        gate.clock.forward(Duration.ofMillis(1));

        assertThat(stands.session()).isSameAs(session);
        assertThat(stands.until())
                .as("asked again at the next request")
                .isEqualTo(gate.clock.instant().minusMillis(1));
        assertThat(((Admittance.CannotTell) browser.open()).why()).isEqualTo("HTTP 503");
        assertThat(session.ended()).as("goes on once it can be told again").isEmpty();
    }

    @Test
    void lastAnswerSpeaksForTheSameCredentialsOnly() {
        TestBrowser browser = browser(anna).signIn(anna, HERS);
        browser.session();
        gate.hub.answer(HERS, new Identification.CannotTell("HTTP 503"));
        gate.hub.answer(HIS, new Identification.CannotTell("HTTP 503"));

        assertThat(gate.arrive(browser.request("/").with(HIS).arrival())).isInstanceOf(Admittance.CannotTell.class);
        assertThat(gate.arrive(
                        browser.request("/").header("x-remote-user", "bert").arrival()))
                .isInstanceOf(Admittance.CannotTell.class);
        assertThat(gate.arrive(browser.request("/").arrival())).isInstanceOf(Admittance.Admitted.class);
    }

    @Test
    void whileItCannotBeToldNobodyNewIsLetIn() {
        gate.hub.answer(HERS, new Identification.CannotTell("timeout"));

        assertThat(gate.arrive(gate.request().with(HERS).arrival())).isInstanceOf(Admittance.CannotTell.class);
        assertThat(gate.arrive(gate.request().with(HERS).gate("made up").arrival()))
                .isInstanceOf(Admittance.CannotTell.class);
        assertThat(gate.records.sessions()).isEmpty();
    }

    @Test
    void lastAnswerDoesNotOutliveARestart() {
        TestBrowser browser = browser(anna).signIn(anna, HERS);
        browser.session();
        gate.ledger.set(gate.records.restarted());
        gate.hub.answer(HERS, new Identification.CannotTell("timeout"));

        assertThat(gate.arrive(browser.request("/").arrival())).isInstanceOf(Admittance.CannotTell.class);
    }

    @Test
    void cookieOfAnotherVirtualProxyIsNotTaken() {
        TestBrowser browser = browser(anna);
        AdmittedSession first = browser.session();
        String cookie = browser.cookie("/").orElseThrow();

        Admittance bare =
                gate.arrive(gate.request().through("/sales").gate(cookie).arrival());
        Admittance signedIn = gate.arrive(browser.request("/sales").gate(cookie).arrival());

        assertThat(bare).isInstanceOf(Admittance.NotSignedIn.class);
        assertThat(TestGate.session(signedIn)).isNotSameAs(first);
        assertThat(first.ended()).isEmpty();
    }

    @Test
    void unknownIdIsNeverAdopted() {
        gate.hub.signIn(HERS, anna);
        String madeUp = "an id that somebody planted";

        Admittance.Admitted admitted = (Admittance.Admitted)
                gate.arrive(gate.request().with(HERS).gate(madeUp).arrival());

        assertThat(admitted.newCookie()).isPresent().isNotEqualTo(Optional.of(madeUp));
        assertThat(gate.records.admitted(SessionKey.of(madeUp))).isEmpty();
    }

    @Test
    void nameOfASessionIsNotItsCookie() {
        AdmittedSession session = browser(anna).session();

        Admittance admittance =
                gate.arrive(gate.request().gate(session.session().id().value()).arrival());

        assertThat(admittance).isInstanceOf(Admittance.NotSignedIn.class);
    }

    @Test
    void staleLicenseRefusesWhoWasAdmitted() {
        TestBrowser browser = browser(anna);
        AdmittedSession session = browser.session();
        gate.standing.set(TestGate.stale());

        Admittance withCredentials = browser.open();
        Admittance bare =
                gate.arrive(browser.request("/").with(Credentials.NONE).arrival());

        assertThat(((Admittance.Refused) withCredentials).verdict().reason()).isEqualTo(Refusal.LICENSE_STALE);
        assertThat(((Admittance.Refused) bare).verdict().reason()).isEqualTo(Refusal.LICENSE_STALE);
        assertThat(gate.log.refused).hasSize(2);
        gate.standing.set(TestGate.valid());
        assertThat(browser.session()).as("as long as it has not ended").isSameAs(session);
    }

    @Test
    void endingAnotherOfOnesOwnSessionsLetsThisBrowserIn() {
        List<AdmittedSession> five = five(anna);
        TestBrowser sixth = browser(anna);
        assertThat(sixth.open()).isInstanceOf(Admittance.Refused.class);

        Admittance admittance =
                gate.arrive(sixth.request("/").ending(five.get(2)).arrival());

        assertThat(admittance).isInstanceOf(Admittance.Admitted.class);
        assertThat(gate.log.ended).singleElement().satisfies(ended -> {
            assertThat(ended.session().session().id())
                    .isEqualTo(five.get(2).session().id());
            assertThat(ended.ending()).isEqualTo(Ending.OWN_OTHER);
        });
        assertThat(gate.records
                        .view(anna, TestGate.TERMS, TestGate.START)
                        .sessions()
                        .holds())
                .isEmpty();
    }

    @Test
    void whoIsInAlreadyEndsNothing() {
        List<AdmittedSession> five = five(anna);
        TestBrowser another = new TestBrowser(gate, "192.0.2.7", "Browser/1");
        gate.policy.set(Policy.enforced(5, Duration.ofMinutes(5), AtLimit.END_LONGEST_IDLE, Set.of()));
        another.signIn(anna).session();

        Admittance admittance =
                gate.arrive(another.request("/").ending(five.get(2)).arrival());

        assertThat(admittance).isInstanceOf(Admittance.Admitted.class);
        assertThat(five.get(2).ended()).isEmpty();
    }

    @Test
    void displacedSessionIsToldAsDisplaced() {
        List<AdmittedSession> five = five(anna);
        gate.policy.set(Policy.enforced(5, Duration.ofMinutes(5), AtLimit.END_LONGEST_IDLE, Set.of()));

        browser(anna).session();

        assertThat(gate.log.ended).singleElement().returns(Ending.DISPLACED, DecisionLog.Ended::ending);
        assertThat(five).filteredOn(s -> s.ended().isPresent()).hasSize(1);
    }

    @Test
    void grantCountsUpAndDenialStaysAtTheLimit() {
        five(anna);
        browser(anna).open();

        assertThat(gate.log.opened)
                .as("domain.md §6.1: counts after the grant")
                .extracting(o -> o.verdict().sessionCount())
                .containsExactly(1, 2, 3, 4, 5);
        assertThat(gate.log.refused)
                .as("domain.md §6.1: stays at five")
                .extracting(o -> o.verdict().sessionCount())
                .containsExactly(5);
    }

    @Test
    void timeTakenRunsFromTheHeadOfTheRequest() {
        gate.hub.signIn(HERS, anna);
        CompletableFuture<Void> hub = gate.hub.hold();
        var admitting = gate.admit().admit(gate.request().with(HERS).arrival());
        gate.clock.forward(Duration.ofMillis(70));
        hub.complete(null);

        TestGate.done(admitting);

        assertThat(gate.log.opened).singleElement().returns(Duration.ofMillis(70), DecisionLog.Opened::took);
    }

    @Test
    void lostStoreIsAFaultAndNobodyIsLetInOrLogged() {
        gate.hub.signIn(HERS, anna);
        gate.ledger.set(new LostLedger());

        assertThatThrownBy(() -> gate.arrive(gate.request().with(HERS).arrival()))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(LedgerUnavailable.class);
        assertThat(gate.log.opened).isEmpty();
        assertThat(gate.log.refused).isEmpty();
    }
}
